/* Cash: F9 is exact, F8 asks what the customer gave. Less than what is due is a part when another way follows. */
import { figures, money, readMoney } from '../lib/money';
import { Button } from '../lib/ui';
import { t } from '../lib/words';
import { amountMode } from './paypanel';
import { notes, till } from './state/cart';
import { anyWay, due, startPayMode, startWay, takePay } from './state/pay';
import { back, entry, isSuggested, mode, startMode, tell, times } from './state/shell';
import type { Feature } from './state/tables';

const given = (): number | null => (mode.value === 'cash' && entry.value ? readMoney(entry.value) : null);

function enterCash(): void {
	const gave = given(), want = due.value.leftCash;
	if (gave === null) tell('look', t('pay.how_much'), 'attention');
	else if (gave < want) tell('look', t(gave < 1000 ? 'pay.short' : 'pay.short_rest', { amount: money(want - gave) }), 'attention');
	else takePay({ way: 'cash', amount: want, given: gave, reference: null });
}
/* Another way follows: what was given so far is kept as a part, in whole notes. */
function takePart(): boolean {
	const gave = given();
	if (isSuggested.value || !gave || gave >= due.value.leftCash) {
		back();
		return true;
	}
	if (gave % Math.max(1, till.value?.cash_round_unit ?? 1) !== 0) {
		tell('look', t('pay.part_odd', { amount: money(gave) }), 'attention');
		return false;
	}
	takePay({ way: 'cash', amount: gave, given: gave, reference: null });
	return true;
}
function addNote(value: number): void {
	entry.value = String((isSuggested.value ? 0 : readMoney(entry.value) ?? 0) + value);
	isSuggested.value = false;
}
function startCash(): void {
	const typed = mode.value === 'code' && !times.value ? entry.value : '';
	startPayMode('cash');
	if (mode.value === 'cash' && Number(typed) >= 1000) startMode('cash', typed);
}
function startExact(): void {
	startPayMode('cash', String(due.value.leftCash));
}

function Given() {
	const values = notes.value.filter((value) => value >= 10000).slice(0, 6);
	const gave = given();
	const change = gave === null ? null : gave - due.value.leftCash;
	const isShort = change !== null && change < 0;
	return (
		<div class="ways taking">
			<div class={`due ${isShort ? 'short' : ''}`}>
				<span>{isShort ? t('tender.short') : t('tender.change')}</span>
				<strong>{change === null ? '–' : figures(Math.abs(change))}</strong>
			</div>
			<div class="notes" role="group" aria-label={t('tender.notes')}>
				{values.map((value) => <button key={value} type="button" class="note-button" onClick={() => addNote(value)}>{figures(value / 1000)}k</button>)}
			</div>
			<div class="pair">
				{isShort ? <Button kind="plain" hint="+" onClick={() => startWay(anyWay)}>{t('pay.other_short')}</Button> : <Button kind="plain" hint="Esc" onClick={back}>{t('back')}</Button>}
				<Button kind="main" icon="check" hint="Enter" onClick={enterCash}>{t('tender.take')}</Button>
			</div>
		</div>
	);
}

export const cash: Feature = {
	modes: { cash: { label: () => t('entry.cash'), ...amountMode, enter: enterCash, panel: Given, suggest: () => String(due.value.leftCash), part: takePart } },
	keys: [
		{ id: 'cash', key: 'F8', shown: 'F8', word: 'key.cash', run: startCash, isSellOnly: true },
		{ id: 'exact', key: 'F9', shown: 'F9', word: 'key.exact', run: startExact, isSellOnly: true },
	],
	pays: [
		{ id: 'exact', way: 'cash', rank: 1, word: 'tender.exact', icon: 'banknote', keyId: 'exact', start: startExact },
		{ id: 'cash', way: 'cash', rank: 2, word: 'tender.cash', icon: 'hand-coins', keyId: 'cash', says: (pay) => t(pay.given === null ? 'way.cash' : 'entry.cash'), start: startCash },
	],
};
