/* An exchange: what comes back was picked on the sheet of returns and lies on the ticket; what goes out is scanned as ever. The
 * difference is paid as any ticket is, or given back here (mode 'give'). The daemon keeps it with the ticket: F5, parking and
 * another till lose nothing. */
import { signal } from '@preact/signals';
import { figures, money, quantity } from '../lib/money';
import { Button, Field, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { cart, changeCart } from './state/cart';
import { settleExchange } from './state/pay';
import { back, tell } from './state/shell';
import type { Feature } from './state/tables';

const way = signal<'cash' | 'transfer'>('cash');
const payee = signal({ name: '', account: '', bank: '' });

function drop(): void {
	void changeCart('back', { back: null }).then((next) => { if (next) tell('good', t('exchange.dropped')); });
}
function Head() {
	const now = cart.value?.back;
	if (!now) return null;
	return (
		<section class="exchange" aria-label={t('exchange.title', { receipt: now.receipt })}>
			<div class="row"><strong>{t('exchange.title', { receipt: now.receipt })}</strong><strong>{figures(-now.owed)}</strong></div>
			<div class="soft">{now.lines.map((line) => `${quantity(line.qty_milli)} ${line.unit} ${line.name}`).join(', ')}</div>
			<div class="row">
				<span class="soft">{!cart.value?.lines.length ? t('exchange.scan') : <>{gives() > 0 && <strong>{t('exchange.give')} {money(gives())} </strong>}{now.kept ? t('exchange.kept', { amount: money(now.kept) }) : ''}</>}</span>
				<Button kind="quiet" icon="x" onClick={drop}>{t('exchange.drop')}</Button>
			</div>
		</section>
	);
}

export const gives = () => { const now = cart.value?.back; return !now ? 0 : way.value === 'cash' ? now.give_cash : now.give; };
function done(): void {
	const amount = gives();
	if (amount > 0 && way.value === 'transfer' && !payee.value.name.trim()) {
		tell('look', t('return.payee_needed'), 'attention');
		document.getElementById('give-name')?.focus();
		return;
	}
	const { name, account, bank } = payee.value;
	settleExchange({
		back_way: way.value, back_total: amount,
		back_payee: amount > 0 && way.value === 'transfer' ? { name: name.trim(), account: account.trim() || null, bank: bank.trim() || null } : null,
	});
}
function Give() {
	const amount = gives(), now = cart.value?.back;
	return (
		<div class="ways seeing">
			<div class="due"><span>{amount > 0 ? t('exchange.give') : t('exchange.even')}</span><strong>{figures(amount)}</strong></div>
			<div class="how">
				{amount > 0 && <Segments label={t('return.way')} value={way.value} onPick={(to) => { way.value = to; }}
					options={[{ value: 'cash', text: t('way.cash') }, { value: 'transfer', text: t('exchange.transfer') }]} />}
				{amount > 0 && way.value === 'transfer' && (
					<div class="payee" onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); done(); } }}>
						<Field id="give-name" label={t('return.payee')} maxLength={100} autocomplete="off" value={payee.value.name} onInput={(event) => { payee.value = { ...payee.value, name: event.currentTarget.value }; }} />
						<Field label={t('return.account')} maxLength={30} autocomplete="off" value={payee.value.account} onInput={(event) => { payee.value = { ...payee.value, account: event.currentTarget.value }; }} />
						<Field label={t('return.bank')} maxLength={60} autocomplete="off" value={payee.value.bank} onInput={(event) => { payee.value = { ...payee.value, bank: event.currentTarget.value }; }} />
					</div>
				)}
				{amount > 0 && way.value === 'cash' && now && amount !== now.give && <p class="said">{t('return.exact', { amount: money(now.give) })}</p>}
				{!!now?.kept && <p class="said">{t('exchange.kept', { amount: money(now.kept) })}</p>}
			</div>
			<div class="pair">
				<Button kind="plain" icon="arrow-left" aria-label={t('back')} onClick={back} />
				<Button kind="main" icon="check" hint="Enter" onClick={done}>{t('exchange.done')}</Button>
			</div>
		</div>
	);
}

export const exchange: Feature = {
	heads: [{ rank: 5, component: Head }],
	modes: {
		give: {
			label: () => t(gives() > 0 ? 'exchange.give' : 'exchange.even'), enter: done, panel: Give, isTall: () => way.value === 'transfer' && gives() > 0,
			leave: () => { way.value = 'cash'; payee.value = { name: '', account: '', bank: '' }; },
			key: (key) => { if (key === 'back') back(); return true; },
		},
	},
};
