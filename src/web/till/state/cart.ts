/* The till and its tickets. The carts live on the server: this page shows the active one and asks for changes one after
 * the other, in the order of the hand (inTurn). */
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { ApiError, get, isPassing, post, query } from '../../lib/api';
import { readStored, writeStored } from '../../lib/kept';
import { session } from '../../lib/signin';
import { clock } from '../../lib/time';
import type { Cart, CartHead, CartLine, Sale, TileGroup, Tiles, Till } from '../../lib/types';
import { t } from '../../lib/words';
import { back, entry, isSuggested, mode, startMode, tell, tellError, times } from './shell';
import { modes } from './tables';

export const till = signal<Till | null>(null);
export const groups = signal<TileGroup[]>([]);
export const top = signal<string[]>([]);                /* items sold most, the most first; kept while a ticket is open */
export const cart = signal<Cart | null>(null);
export const picked = signal<number | null>(null);      /* line under the hand */
export const settling = signal<number | null>(null);   /* row of an unknown code that the search is to settle (F3 with the hand on it) */
export const fresh = signal<{ n: number; at: number } | null>(null); /* line that changed last: it flashes */
export const tillId = signal<string | null>(null);

export interface PayBody { total: number; pays: object[]; back_way?: string; back_total?: number; back_payee?: object | null }
/* What became of the payment; state/pay.ts moves it. */
export type Paying = null
	| { stage: 'sending' | 'asking'; cartId: string; body: PayBody }
	| { stage: 'paid'; sale: Sale };
export const paying = signal<Paying>(null);
export const paidLast = { id: '' };                       /* the ticket that was paid here last */
export const isPayOpen = computed(() => paying.value?.stage === 'sending' || paying.value?.stage === 'asking');

export const notes = computed(() => (till.value?.notes ?? []).map((note) => note.value)); /* largest first */
export const parked = computed<CartHead[]>(() => (till.value?.carts ?? []).filter((head) => head.is_parked));
export const tickets = computed<CartHead[]>(() => (till.value?.carts ?? []).filter((head) => !head.is_parked));
/* What people know it by: a word, whose it is, else since when. */
export function ticketName(head: CartHead): string {
	return [head.label, head.customer].filter(Boolean).join(' · ') || clock(head.updated_us);
}
/* Where a parked ticket lies, when it is not here. */
export function elsewhere(head: CartHead): string | null {
	return head.till_id === tillId.value ? null : session.value?.tills.find((each) => each.id === head.till_id)?.code ?? null;
}
export const lineAt = (n: number | null): CartLine | undefined => cart.value?.lines.find((line) => line.n === n);
/* The row whose choices the digits mean: the one under the hand, else the first that waits. */
export const choosing = computed<CartLine | null>(() => {
	const lines = (cart.value?.lines ?? []).filter((line) => line.choices.length > 0);
	return lines.find((line) => line.n === picked.value) ?? lines.find((line) => line.state !== 'ok') ?? null;
});

export function reasons(): string[] {
	return [t('reason.mind'), t('reason.scan'), t('reason.count'), t('reason.faulty'), t('reason.other')];
}

/* ---- one change after the other -------------------------------------------------------------------------------- */

let queue: Promise<unknown> = Promise.resolve();
export function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
	const mine = queue.then(work).catch((error: unknown) => {
		tellError(error);
		if (error instanceof ApiError && (error.code === 'conflict' || error.code === 'missing')) void loadTill();
		return null;
	});
	queue = mine;
	return mine;
}
/* All that the hand did so far is done, or was refused. Outside of inTurn. */
export const handDone = (): Promise<unknown> => queue;

/* ---- whose a question is ----------------------------------------------------------------------------------------- */

/* What is asked and what is typed is of the ticket in hand: with that ticket it is over, whoever took it away (F2, a tab, a recall, another
 * till, the payment), so no digit ever means the next customer's. Only a number typed since the hand itself let the ticket go is the
 * next one's already. What began without a ticket is of the first that comes. */
let handId: string | null = null, letGo: string | null = null;
effect(() => {
	const id = cart.value?.id ?? null, was = handId;
	if (id === was) return;
	handId = id;
	if (was === null) return;
	settling.value = null;
	untracked(() => { if (was !== letGo || mode.value !== 'code') back(); });
});
function letTicketGo(work: () => Promise<unknown>): void {
	const id = cart.value?.id ?? null;
	back();
	letGo = id;
	void inTurn(work).then(() => { if (letGo === id) letGo = null; });
}

/* ---- showing --------------------------------------------------------------------------------------------------- */

export function sellsNow(): boolean {
	return paying.value === null || paying.value.stage === 'paid';
}

export function showCart(next: Cart | null, changed?: number): void {
	const before = cart.value;
	if (next && before && next.id === before.id && next.version < before.version) return;
	/* What did not change stays the same object: its row is not drawn again. */
	const isSame = before?.id === next?.id;
	const had = new Map(isSame ? before?.lines.map((line) => [line.n, line]) : []);
	if (next && isSame) next.lines = next.lines.map((line) => {
		const was = had.get(line.n);
		return was && (was === line || JSON.stringify(was) === JSON.stringify(line)) ? was : line;
	});
	const askedOf = isSame && modes[mode.value]?.isOfRow?.() ? picked.value : null;
	batch(() => {
		cart.value = next;
		if (!next) {
			picked.value = null;
			return;
		}
		if (isSuggested.value) entry.value = modes[mode.value]?.suggest?.() ?? entry.value;
		/* Told twice, as answer and as event: the hand may have gone elsewhere meanwhile. */
		const isTold = isSame && before?.version === next.version;
		const moved = isTold ? undefined : changed ?? (isSame ? next.lines.find((line) => {
			const was = had.get(line.n);
			return !was || was.qty_milli !== line.qty_milli || was.state !== line.state;
		})?.n : undefined);
		if (moved !== undefined) {
			if (!(isSame && lineAt(picked.value) && modes[mode.value]?.isOfRow?.())) picked.value = moved;
			fresh.value = { n: moved, at: Date.now() };
		}
		/* The picked line is gone, and what was asked of it: the one that took its place, else the last. */
		const at = picked.value;
		if (askedOf !== null && !lineAt(askedOf)) back();
		if (!next.lines.some((line) => line.n === at)) {
			const was = isSame ? before!.lines.findIndex((line) => line.n === at) : -1;
			picked.value = next.lines.length ? next.lines[was < 0 ? next.lines.length - 1 : Math.min(was, next.lines.length - 1)]!.n : null;
		}
		if (next.lines.length > 0 && paying.value?.stage === 'paid') paying.value = null;
		if (till.value) {
			const head: CartHead = { id: next.id, till_id: next.till_id, label: next.label, lines_count: next.lines.length, total: next.total,
				is_parked: next.is_parked, version: next.version, updated_us: Date.now() * 1000, customer: next.order?.name ?? next.customer?.name ?? null };
			const rest = till.value.carts;
			const at = rest.findIndex((each) => each.id === next.id);
			till.value = { ...till.value, active_cart_id: next.id, carts: at < 0 ? [...rest, head] : rest.map((each, i) => i === at ? { ...head, updated_us: each.updated_us } : each) };
		}
	});
}

let loading = 0;
/* Asks for everything anew: at the start, after a gap of the stream, when someone else changed the carts. */
export async function loadTill(): Promise<void> {
	if (!tillId.value) return;
	const mine = ++loading;
	try {
		const next = await get<Till>('/till' + query({ till_id: tillId.value }));
		const active = next.active_cart_id ? await get<Cart>(`/carts/${next.active_cart_id}`) : null;
		if (mine !== loading) return;
		/* The ticket in hand may have gone on since this was answered. */
		const here = cart.value;
		till.value = { ...next, carts: next.carts.map((head) => (head.id === here?.id && head.version < here.version ? { ...head, lines_count: here.lines.length, total: here.total, version: here.version } : head)) };
		if (active?.id !== cart.value?.id || (active && active.version > (cart.value?.version ?? -1))) showCart(active);
	} catch (error) {
		if (mine === loading) setTimeout(() => void loadTill(), 2000);
		if (!isPassing(error) && !(error instanceof ApiError && error.status === 401)) tellError(error);
	}
}
/* The ticket alone, where only it was missed; of many that ask while one is under way, one more. */
let asking: string | null = null, isAskedAgain = false;
export async function loadCart(id: string): Promise<void> {
	if (asking) {
		isAskedAgain = true;
		return;
	}
	asking = id;
	isAskedAgain = false;
	try {
		const next = await get<Cart>(`/carts/${id}`);
		if (next.is_parked) void loadTill();
		else if (cart.value?.id === id) showCart(next);
	} catch {
		void loadTill();
	} finally {
		asking = null;
		if (isAskedAgain && cart.value?.id === id) void loadCart(id);
	}
}
const KEPT_TOP = 'ocop.top';
let topOf: string | null = null;                         /* till and shift that it is the order of */
export async function loadTiles(): Promise<void> {
	try {
		const next = await get<Tiles>('/till/tiles');
		groups.value = next.groups;
		/* Nothing moves under a finger: where a tile lies is learnt, so the order of what sold most changes between shifts, and not by a reload. */
		const number = till.value?.shift?.z_number;
		const shift = number === undefined ? null : `${tillId.value} ${number}`;
		const stays = top.value.length > 0 && (topOf === null || shift === null || shift === topOf);
		const stored = readStored<{ of: string; ids: string[] }>(KEPT_TOP);
		topOf = shift ?? topOf;
		if (!stays) top.value = stored && stored.of === shift && stored.ids.length ? stored.ids : next.top.map((each) => each.id);
		if (shift) writeStored(KEPT_TOP, { of: shift, ids: top.value });
	} catch (error) {
		if (isPassing(error)) setTimeout(() => void loadTiles(), 3000);
	}
}
/* Goods change with every sale of every till: asked for once in a while, not each time. */
const TILES_PAUSE_MS = 5000;
let tilesTimer = 0;
export function tilesChanged(): void {
	if (!tilesTimer) tilesTimer = window.setTimeout(() => { tilesTimer = 0; void loadTiles(); }, TILES_PAUSE_MS);
}

/* ---- tickets --------------------------------------------------------------------------------------------------- */

/* The ticket that goods come onto. Inside inTurn. */
export async function openCart(): Promise<Cart> {
	if (cart.value && !cart.value.is_parked) return cart.value;
	const made = await post<Cart>('/carts', { till_id: tillId.value });
	showCart(made);
	return made;
}

export function newTicket(): void {
	letTicketGo(async () => {
		if (paying.value?.stage === 'paid') {
			paying.value = null;
			if (cart.value) return;
		}
		if (cart.value && cart.value.lines.length === 0) return;
		showCart(await post<Cart>('/carts', { till_id: tillId.value }));
	});
}
export function switchTo(id: string): void {
	if (id === cart.value?.id) return;
	letTicketGo(async () => {
		showCart(await post<Cart>(`/carts/${id}/recall`, { till_id: tillId.value }));
	});
}
export const naming = signal<{ head: CartHead; isByKey: boolean } | null>(null); /* put aside just now: a word may be said of it (mode 'name') */
export function park(isByKey = false): void {
	const now = cart.value;
	if (!now || now.lines.length === 0) {
		if (mode.value === 'parked') back();
		else if (parked.value.length) startMode('parked');
		else tell('off', t('parked.none'));
		return;
	}
	letTicketGo(async () => {
		await post(`/carts/${now.id}/park`, { label: null });
		/* In the list at once: the next F2 may come before the till is asked again. */
		const aside = till.value?.carts.find((head) => head.id === now.id);
		if (till.value) till.value = { ...till.value, carts: till.value.carts.map((head) => (head.id === now.id ? { ...head, is_parked: true } : head)) };
		showCart(null);
		tell('good', t('parked.done'));
		/* Whose it is says enough; and a hand that went on meanwhile is not held up. */
		if (aside && !aside.customer && mode.value === 'code' && !entry.value && !times.value) {
			naming.value = { head: aside, isByKey };
			startMode('name');
		}
		await loadTill();
	});
}
export function nameTicket(id: string, label: string | null): void {
	void inTurn(async () => {
		await post(`/carts/${id}/label`, { label });
		if (till.value) till.value = { ...till.value, carts: till.value.carts.map((head) => (head.id === id ? { ...head, label } : head)) };
	});
}
/* reason: its number in reasons(), from 1 */
export function drop(reason: number): void {
	const now = cart.value;
	if (!now) return;
	letTicketGo(async () => {
		await post(`/carts/${now.id}/drop`, { reason });
		showCart(null);
		await loadTill();
		tell('good', t('drop.done'));
	});
}
/* Any other change of the active ticket (a customer, a discount): the answer is the cart as it stands then. */
export function changeCart(what: string, body: object): Promise<Cart | null> {
	back();
	return inTurn(async () => {
		const into = await openCart();
		const next = await post<Cart & { changed?: number }>(`/carts/${into.id}/${what}`, body);
		showCart(next, next.changed ?? undefined);
		return next;
	});
}
