/* Total, what is being typed, the pad, and the ways to pay. Nothing here moves under a finger: what changes with the
 * mode keeps its place. What the entry is called, and the panel in place of the ways, is the mode's row. */
import { emsOf, figures, money } from '../lib/money';
import { Icon, Pad } from '../lib/ui';
import { t } from '../lib/words';
import { enter, typed } from './commands';
import { gives } from './exchange';
import { Ways } from './more';
import { cart, isPayOpen, paying } from './state/cart';
import { due, taken, untake, wayName } from './state/pay';
import { entry, mode } from './state/shell';
import { modes } from './state/tables';

/* What is taken so far, each to be taken back by a press, and what is left. */
function Taken() {
	if (taken.value.length === 0) return null;
	return (
		<ul class="taken" aria-label={t('pay.taken')}>
			{taken.value.map((pay, i) => (
				<li key={i}>
					<span>{wayName(pay)}</span> <strong>{figures(pay.amount)}</strong>
					<button type="button" class="close" aria-label={t('pay.untake', { way: wayName(pay) })} onClick={() => untake(i)}><Icon name="x" size={20} /></button>
				</li>
			))}
		</ul>
	);
}

export function Tender() {
	const now = cart.value;
	const row = modes[mode.value]!;
	const stop = now?.lines.length ? now.blocked : null; /* an empty ticket is nothing wrong */
	const isSplit = taken.value.length > 0;
	const isCash = mode.value === 'cash';
	const isRounded = isCash && due.value.rounding !== 0;
	const total = isSplit || isCash ? (isCash ? due.value.leftCash : due.value.left) : now?.due ?? now?.total ?? 0;
	const back = !isSplit && !isCash && !total && now?.lines.length ? gives() : 0; /* an exchange that the house gives back on */
	const Panel = row.panel;
	const isTall = now !== null && !isPayOpen.value && (row.isTall?.() ?? false);
	return (
		<section class={`tender ${isTall ? 'tall' : ''}`} aria-label={t('tender.title')}>
			<div class="total">
				<div class="label">{isSplit ? t('pay.left_of', { total: money(now?.due ?? now?.total ?? 0) }) : t(back ? 'exchange.give' : now?.back || now?.swap ? 'exchange.due' : 'tender.total')}{now && now.discount > 0 && <small> {t('line.discount', { amount: money(-now.discount) })}</small>}</div>
				<div class="figure" style={`--ems: ${emsOf(figures(back || total))}`} aria-live="off">{figures(back || total)}<small>{'\u00a0₫'}</small></div>
				{isSplit ? <Taken /> : <div class={`words ${stop ? 'blocked' : ''}`}>{stop ? <><Icon name="octagon-x" size={20} /> {stop}</> : !now?.lines.length || back ? '\u00a0' : <><span class="spelt">{isRounded ? now.cash_words : now.words}</span>{isRounded && ` · ${t('tender.rounded', { amount: money(-due.value.rounding) })}`}</>}</div>}
			</div>
			<div class={`entry in-${mode.value}`}>
				<span class="label">{row.label()}</span>
				<output>{row.show ? row.show(entry.value) : entry.value}<i class="caret" aria-hidden="true" /></output>
			</div>
			{!isTall && <Pad label={t('pad.title')} keys={['7', '8', '9', 'back', '4', '5', '6', '*', '1', '2', '3', ',', '0', '000', 'enter']}
				onKey={(key) => { if (key === 'enter') enter(); else typed(key); }} />}
			{isPayOpen.value ? (
				<div class="ways asking" role="status">
					<Icon name="clock" size={32} />
					<p>{paying.value?.stage === 'sending' ? t('pay.sending') : t('pay.asking')}</p>
				</div>
			) : Panel && now ? <Panel /> : <Ways />}
		</section>
	);
}
