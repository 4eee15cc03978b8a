/* Total, what is being typed, the pad, and the ways to pay. Nothing here moves under a finger: what changes with the
 * mode keeps its place. */
import { figures, money } from '../lib/money';
import { Button, Icon, Pad } from '../lib/ui';
import { t } from '../lib/words';
import { addNote, enter, typed } from './commands';
import * as s from './state';

function entryLabel(): string {
	switch (s.mode.value) {
	case 'code': return s.times.value ? t('entry.times', { times: s.times.value }) : t('entry.code');
	case 'quantity': return t('entry.quantity');
	case 'weigh': return t('entry.weigh', { name: s.weighing.value?.name ?? '', unit: s.weighing.value?.unit ?? '' });
	case 'cash': return t('entry.cash');
	case 'transfer': return t('entry.transfer');
	case 'remove': case 'drop': return t('entry.reason');
	case 'parked': return t('entry.parked');
	}
}
function entryText(): string {
	const text = s.entry.value;
	if (s.mode.value === 'cash' && /^\d+$/.test(text)) return figures(Number(text));
	return text;
}

function Notes() {
	const now = s.cart.value!;
	const values = s.notes.value.filter((value) => value >= 10000).slice(0, 6);
	const change = s.given.value === null ? null : s.given.value - now.cash_total;
	return (
		<div class="ways taking">
			<div class={`due ${change !== null && change < 0 ? 'short' : ''}`}>
				<span>{change !== null && change < 0 ? t('tender.short') : t('tender.change')}</span>
				<strong>{change === null ? '–' : figures(Math.abs(change))}</strong>
			</div>
			<div class="notes" role="group" aria-label={t('tender.notes')}>
				{values.map((value) => <button key={value} type="button" class="note-button" onClick={() => addNote(value)}>{figures(value / 1000)}k</button>)}
			</div>
			<div class="pair">
				<Button kind="plain" hint="Esc" onClick={s.back}>{t('back')}</Button>
				<Button kind="main" icon="check" hint="Enter" onClick={s.confirmPay}>{t('tender.take')}</Button>
			</div>
		</div>
	);
}
function Transfer() {
	const now = s.cart.value!;
	return (
		<div class="ways seeing">
			<div class="due"><span>{t('tender.transfer_due')}</span><strong>{figures(now.total)}</strong></div>
			<p class="said"><Icon name="smartphone" /> {t('tender.transfer_how')}</p>
			<div class="pair">
				<Button kind="plain" hint="Esc" onClick={s.back}>{t('back')}</Button>
				<Button kind="main" icon="check" hint="Enter" onClick={s.confirmPay}>{t('tender.transfer_seen')}</Button>
			</div>
		</div>
	);
}
function Ways() {
	const isOff = !s.isMoneyDue.value || s.isPayOpen.value;
	return (
		<div class="ways">
			<Button kind="main" icon="banknote" hint="F9" aria-disabled={isOff} onClick={() => s.startPay('exact')}>{t('tender.exact')}</Button>
			<div class="two">
				<Button icon="hand-coins" hint="F8" aria-disabled={isOff} onClick={() => s.startPay('cash')}>{t('tender.cash')}</Button>
				<Button icon="smartphone" hint="F7" aria-disabled={isOff} onClick={() => s.startPay('transfer')}>{t('tender.transfer')}</Button>
			</div>
		</div>
	);
}

export function Tender() {
	const now = s.cart.value;
	const paying = s.paying.value;
	const isCash = s.mode.value === 'cash';
	const stop = now?.lines.length ? now.blocked : null; /* an empty ticket is nothing wrong */
	const total = now ? (isCash ? now.cash_total : now.total) : 0;
	return (
		<section class="tender" aria-label={t('tender.title')}>
			<div class="total">
				<div class="label">{t('tender.total')}{now && now.discount > 0 && <small> {t('line.discount', { amount: money(-now.discount) })}</small>}</div>
				<div class="figure" aria-live="off">{figures(total)}<small>{'\u00a0₫'}</small></div>
				<div class={`words ${stop ? 'blocked' : ''}`}>{stop ? <><Icon name="octagon-x" size={20} /> {stop}</> : now && now.lines.length ? now.words : '\u00a0'}</div>
			</div>
			<div class={`entry ${s.mode.value}`}>
				<span class="label">{entryLabel()}</span>
				<output>{entryText()}<i class="caret" aria-hidden="true" /></output>
			</div>
			<Pad label={t('pad.title')} keys={['7', '8', '9', 'back', '4', '5', '6', '*', '1', '2', '3', ',', '0', '000', 'enter']}
				onKey={(key) => { if (key === 'enter') enter(); else typed(key); }} />
			{paying?.stage === 'sending' || paying?.stage === 'asking' ? (
				<div class="ways asking" role="status">
					<Icon name="clock" size={32} />
					<p>{paying.stage === 'sending' ? t('pay.sending') : t('pay.asking')}</p>
				</div>
			) : isCash && now ? <Notes /> : s.mode.value === 'transfer' && now ? <Transfer /> : <Ways />}
		</section>
	);
}
