/* The till as people like it: keys, sounds, sizes; and trying out the scanner and the printer. Reached from "?" and the strip. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { play, type Sound } from '../lib/sound';
import { Button, Notice, Segments } from '../lib/ui';
import { t, type Word } from '../lib/words';
import { tillId } from './state/cart';
import { catching } from './state/lines';
import { notHeld } from './state/read';
import { isOwn, likes, loadLikes, ownerOf, saveLikes, shownOf, usual, VOLUME_MAX, withKey, type Likes } from './state/likes';
import { go, tell, view, viewKeys } from './state/shell';
import { keysInOrder, type Feature, type KeyRow } from './state/tables';
import { fromHex, Trial } from './trial';

const parts = ['keys', 'sounds', 'scanner', 'printer'] as const;
type Part = (typeof parts)[number];
const partWords: Record<Part, Word> = { keys: 'settings.keys', sounds: 'settings.sounds', scanner: 'settings.scanner', printer: 'settings.printer' };
const soundWords: [Sound, Word][] = [['hit', 'sound.hit'], ['attention', 'sound.attention'], ['stop', 'sound.stop'], ['paid', 'sound.paid']];

async function save(next: Likes): Promise<void> {
	try { await saveLikes(next); } catch (error) { tell('stop', error instanceof Error ? error.message : String(error)); }
}

function Keys() {
	const [asking, setAsking] = useState<KeyRow | null>(null);
	const [wrong, setWrong] = useState('');
	useLayoutEffect(() => { /* before the next key can come */
		if (!asking) return;
		viewKeys.handle = (key) => {
			if (key === 'Escape') {
				setAsking(null);
				return true;
			}
			const owner = ownerOf(key, asking);
			if (owner === null) setWrong(t('settings.key_taken', { key: shownOf(key) }));
			else if (owner) setWrong(t('settings.key_conflict', { key: shownOf(key), job: t(owner.word) }));
			else {
				setWrong('');
				setAsking(null);
				void save(withKey(likes.value, asking, key));
			}
			return true;
		};
		return () => { viewKeys.handle = null; };
	}, [asking]);
	return (
		<>
			<p class="soft">{t('settings.keys_lead')}</p>
			<div role="alert">{wrong && <Notice level="look">{wrong}</Notice>}</div>
			<ul class="key-list">
				{keysInOrder().map((row) => (
					<li key={row.id} class={asking === row ? 'asking-key' : ''}>
						<kbd>{row.shown}</kbd> <span class="name">{t(row.word)}{isOwn(row) && <small> · {t('settings.changed')}</small>}</span>
						{asking === row ? <strong role="status">{t('settings.press')}</strong>
							: !row.isFixed && <Button kind="quiet" aria-label={t('settings.change', { job: t(row.word) })} onClick={() => { setWrong(''); setAsking(row); }}>{t('settings.other_key')}</Button>}
					</li>
				))}
			</ul>
		</>
	);
}

function Sounds() {
	const now = likes.value;
	const volumeOf = (kind: Sound) => now.sounds.find((each) => each.kind === kind)?.volume ?? VOLUME_MAX;
	function set(kind: Sound, volume: number): void {
		void save({ ...now, sounds: [...now.sounds.filter((each) => each.kind !== kind), { kind, volume }] }).then(() => play(kind));
	}
	return (
		<>
			<p class="soft">{t('settings.sounds_lead')}</p>
			<div class="sound-list">
				{soundWords.map(([kind, word]) => (
					<div key={kind} class="sound">
						<label for={`sound-${kind}`}>{t(word)}</label>
						<input id={`sound-${kind}`} type="range" min={0} max={VOLUME_MAX} step={1} value={volumeOf(kind)} aria-valuetext={volumeOf(kind) ? String(volumeOf(kind)) : t('settings.off')}
							onChange={(event) => set(kind, Number(event.currentTarget.value))} />
						<span class="count">{volumeOf(kind) || t('settings.off')}</span>
						<Button onClick={() => play(kind)}>{t('settings.listen')}</Button>
					</div>
				))}
			</div>
			<h2>{t('settings.size')}</h2>
			<Segments label={t('settings.size')} value={now.size} onPick={(size) => void save({ ...now, size })} options={[
				{ value: 'normal', text: t('settings.normal') }, { value: 'large', text: t('settings.large') },
			]} />
		</>
	);
}

function Settings() {
	const [part, setPart] = useState<Part>('keys');
	return (
		<section class="sheet" aria-labelledby="settings-title">
			<div class="head">
				<h1 id="settings-title">{t('settings.title')}</h1>
				<Segments label={t('settings.title')} value={part} onPick={setPart} options={parts.map((value) => ({ value, text: t(partWords[value]) }))} />
				{(part === 'keys' || part === 'sounds') && <Button kind="quiet" onClick={() => void save(usual).then(() => tell('good', t('settings.reset_done')))}>{t('settings.reset')}</Button>}
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div class="scroll" tabIndex={0}>
				{part === 'keys' ? <Keys /> : part === 'sounds' ? <Sounds /> : <Trial key={part} what={part} />}
			</div>
		</section>
	);
}

export const settings: Feature = {
	views: { settings: { component: Settings } },
	buttons: [{ id: 'settings', rank: 95, word: 'settings.title', icon: 'keyboard', run: () => go('settings') }],
	events: {
		preferences: () => void loadLikes(),
		scan_trial: (data: { till_id: string; hex: string; aim: string; scanner: string }) => {
			if (data.till_id !== tillId.value) return;
			if (catching.value) catching.value({ code: data.aim + fromHex(data.hex), isGarbled: false, scanner: data.scanner });
			else notHeld(fromHex(data.hex));
		},
	},
};
