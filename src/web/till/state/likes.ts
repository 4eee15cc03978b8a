/* What people like at this till: another key for a job, how loud each sound is, how large the letters are. Kept by the daemon
 * for the till, so that another browser there has it too. */
import { signal } from '@preact/signals';
import { get, post, query } from '../../lib/api';
import { volumes, type Sound } from '../../lib/sound';
import { tillId } from './cart';
import { keys, type KeyRow } from './tables';

export interface Likes { keys: { id: string; key: string }[]; size: 'normal' | 'large'; sounds: { kind: Sound; volume: number }[] }
export const VOLUME_MAX = 10;
export const usual: Likes = { keys: [], size: 'normal', sounds: [] };
export const likes = signal<Likes>(usual);

const shownAs: Record<string, string> = { Insert: 'Ins', Delete: 'Del', ArrowUp: '↑', ArrowDown: '↓', PageUp: 'PgUp', PageDown: 'PgDn', ' ': '␣' };
export function shownOf(key: string): string {
	return shownAs[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/* Keys as the program has them, before anybody changed one. */
const born = new Map<string, { key: string; shown: string }>();
function apply(next: Likes): void {
	for (const row of keys) {
		if (!born.has(row.id)) born.set(row.id, { key: row.key, shown: row.shown });
		const mine = next.keys.find((each) => each.id === row.id);
		const first = born.get(row.id)!;
		row.key = mine && !row.isFixed ? mine.key : first.key;
		row.shown = mine && !row.isFixed ? shownOf(mine.key) : first.shown;
	}
	for (const kind of Object.keys(volumes) as Sound[]) volumes[kind] = (next.sounds.find((each) => each.kind === kind)?.volume ?? VOLUME_MAX) / VOLUME_MAX;
	document.documentElement.dataset.size = next.size;
	likes.value = next;
}
export async function loadLikes(): Promise<void> {
	if (!tillId.value) return;
	try { apply(await get<Likes>('/till/preferences' + query({ till_id: tillId.value }))); } catch { /* the usual ones stand; events ask again */ }
}
export async function saveLikes(next: Likes): Promise<void> {
	apply(await post<Likes>('/till/preferences', { till_id: tillId.value, keys: next.keys, size: next.size, sounds: next.sounds }));
}

/* Keys that the page or the browser needs for itself. */
const taken = /^(Enter|Escape|Tab|Backspace|Space|F5|[0-9.,*?]|Arrow.*|000)$/;
/* Who has this key already; '' when it is nobody's; null: it cannot be given. */
export function ownerOf(key: string, besides: KeyRow): KeyRow | null | '' {
	if (taken.test(key)) return null;
	return keys.find((each) => each !== besides && each.key.toLowerCase() === key.toLowerCase()) ?? '';
}
/* Another key for a job; back to its own where that is the one. */
export function withKey(of: Likes, row: KeyRow, key: string): Likes {
	const rest = of.keys.filter((each) => each.id !== row.id);
	return { ...of, keys: born.get(row.id)?.key === key ? rest : [...rest, { id: row.id, key }] };
}
export function isOwn(row: KeyRow): boolean {
	return likes.value.keys.some((each) => each.id === row.id);
}
