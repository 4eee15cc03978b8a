/* What a sale is made of by hand: short numbers, quantities, weights, a line that goes, a ticket that is thrown away, and the
 * keys of all that. */
import { batch } from '@preact/signals';
import { readQuantity } from '../lib/money';
import { rests } from '../lib/once';
import { Button } from '../lib/ui';
import { t } from '../lib/words';
import { cart, choosing, drop, lineAt, newTicket, paying, picked, reasons, settling } from './state/cart';
import { addItem, addTile, choose, lineAct, pickNext, remove, scanned, setQuantity, startTimes, weighedOf, weighing } from './state/lines';
import { paidAt, printAgain } from './state/pay';
import { back, entry, go, isSuggested, notice, searchFocus, startMode, tell, times, view } from './state/shell';
import type { Feature } from './state/tables';

/* At once where the field stands, so that the next key is already its own; else as soon as it is drawn. */
function startSearch(): void {
	view.value = 'sell';
	settling.value = lineAt(picked.value)?.state === 'unknown' ? picked.value : null;
	searchFocus.value++;
	const box = document.getElementById('search') as HTMLInputElement | null;
	box?.focus();
	box?.select();
}
function printKey(): void {
	const now = paying.value;
	if (view.value === 'sell' && now?.stage === 'paid') void printAgain(now.sale.id, now.sale.print.state);
	else go('sales');
}
/* What was said of the ticket before does not stay over the next one. */
export function startNew(): void {
	notice.value = null;
	newTicket();
}
export function startQuantity(): void {
	if (lineAt(picked.value)) startMode('quantity');
}
export function startRemove(): void {
	if (lineAt(picked.value)) startMode('remove');
}
export function startDrop(): void {
	if (cart.value) startMode('drop');
}

/* Why it goes: one digit, or a press. */
function Reasons({ title, onPick }: { title: string; onPick: (reason: number) => void }) {
	return (
		<div class="ask" role="group" aria-label={title}>
			<p class="why">{title}</p>
			<div class="reasons">
				{reasons().map((reason, i) => (
					<button key={reason} type="button" class="choice" onClick={() => onPick(i + 1)}><kbd>{i + 1}</kbd><span class="name">{reason}</span></button>
				))}
			</div>
			<Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>
		</div>
	);
}
const removePicked = (reason: number) => { if (picked.value !== null) remove(picked.value, reason); };
const byReason = (key: string, act: (reason: number) => void): boolean => {
	if (reasons()[Number(key) - 1]) act(Number(key));
	else if (key === 'back') back();
	else return false;
	return true;
};

function enterQuantity(): void {
	const line = lineAt(picked.value);
	const milli = line && readQuantity(entry.value, line.decimals);
	if (!line) back();
	else if (!milli) tell('look', line.decimals ? t('quantity.wrong_part') : t('quantity.wrong'), 'attention');
	else setQuantity(line.n, milli);
}
/* The number typed was meant for its row, and Enter was forgotten: the next goods say that it was done. */
function goodsAtQuantity(hand?: number): void {
	const line = lineAt(picked.value);
	if (line && line.n === hand) return; /* the same goods again: how many they are together, she says */
	const milli = line && !isSuggested.value ? readQuantity(entry.value, line.decimals) : null;
	if (line && milli) setQuantity(line.n, milli, hand);
	else back();
}
function enterWeight(): void {
	const tile = weighing.value;
	const milli = tile && readQuantity(entry.value, tile.decimals);
	if (!tile) back();
	else if (!milli) tell('look', t('quantity.wrong_part'), 'attention');
	else {
		back();
		addItem(tile.id, milli);
	}
}
function enterCode(): void {
	const text = entry.value;
	const weighed = text ? weighedOf(text) : null;
	if (weighed) addTile(weighed);
	else if (text) scanned(text, false);
	else if (lineAt(picked.value)?.state === 'unknown') startMode('draft');
	else if (paying.value?.stage === 'paid' && !rests(paidAt.now)) newTicket();
}
/* What lifts a hard stop has a key that no habit presses: F9 Enter must never sell what the label forbids. */
function lift(): void {
	const line = lineAt(picked.value);
	if (line?.remedy) lineAct(line.n, line.remedy, {});
}
/* A digit chooses where a row asks which goods are meant; "6 *" says how many the next scan is. */
function codeKey(key: string): boolean {
	if (/^[1-9]$/.test(key) && !entry.value && !times.value && choosing.value) choose(choosing.value, Number(key));
	else if (key === '*') {
		if (entry.value && !times.value) startTimes(entry.value);
	} else if (key === 'back' && !entry.value && times.value) {
		batch(() => {
			entry.value = times.value!;
			times.value = null;
			isSuggested.value = false;
		});
	} else return false;
	return true;
}

const always = () => true;
const stays = () => undefined;

export const sell: Feature = {
	modes: {
		code: { label: () => (times.value ? t('entry.times', { times: times.value }) : t('entry.code')), takes: /^(\d|000|,)$/, key: codeKey, enter: enterCode },
		quantity: { label: () => t('entry.quantity'), takes: /^(\d|000|[.,])$/, enter: enterQuantity, isOfRow: always, goods: goodsAtQuantity },
		weigh: {
			label: () => t('entry.weigh', { name: weighing.value?.name ?? '', unit: weighing.value?.unit ?? '' }), takes: /^(\d|000|[.,])$/, enter: enterWeight,
			leave: () => { weighing.value = null; },
		},
		remove: { label: () => t('entry.reason'), key: (key) => byReason(key, removePicked), isOfRow: always, goods: stays, askRow: () => <Reasons title={t('remove.why')} onPick={removePicked} /> },
		drop: { label: () => t('entry.reason'), key: (key) => byReason(key, drop), ask: () => <Reasons title={t('drop.why')} onPick={drop} /> },
	},
	keys: [
		{ id: 'lift', key: '-', shown: '−', word: 'key.lift', run: lift, isSellOnly: true },
		{ id: 'new', key: 'F1', shown: 'F1', word: 'key.new', run: startNew, isSellOnly: true },
		{ id: 'search', key: 'F3', shown: 'F3', word: 'key.search', run: startSearch },
		{ id: 'print', key: 'F10', shown: 'F10', word: 'key.print', run: printKey },
		{ id: 'quantity', key: 'Insert', shown: 'Ins', word: 'key.quantity', run: startQuantity, isSellOnly: true },
		{ id: 'remove', key: 'Delete', shown: 'Del', word: 'key.remove', run: startRemove, isSellOnly: true },
		{ id: 'up', key: 'ArrowUp', shown: '↑', word: 'key.up', run: () => pickNext(-1), isSellOnly: true, isFixed: true },
		{ id: 'down', key: 'ArrowDown', shown: '↓', word: 'key.down', run: () => pickNext(1), isSellOnly: true, isFixed: true },
	],
	buttons: [
		{ id: 'drop', rank: 90, word: 'drop.button', icon: 'trash-2', isOff: () => !cart.value, run: startDrop },
	],
};
