/* On account: a customer with terms takes goods and owes; and the money that pays it (phiếu thu). Above the limit, or with something
 * late, a second person is asked for by the daemon. */
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, query } from '../lib/api';
import { figures, money, readMoney } from '../lib/money';
import { rests, useOnce } from '../lib/once';
import { dayText } from '../lib/time';
import { Button, Field, Icon, Notice, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { partKey, WayPanel } from './paypanel';
import { Pick } from './pick';
import { cart, tillId } from './state/cart';
import { askedNow, startPayMode, takePay } from './state/pay';
import { back, go, mode, tell, view, viewKeys } from './state/shell';
import type { Feature } from './state/tables';
import { houseWays } from './state/ways';

export interface Debtor { party_id: string; code: string; name: string; left: number; limit: number | null; days: number | null; late_count: number; count: number }
interface Debt { id: string; label: string | null; receipt: string | null; day: string; due_day: string | null; amount: number; left: number; late_days: number }

const owes = (row: Debtor) => (row.limit === null ? t('account.no_terms') : t('account.owes', { left: money(row.left), limit: money(row.limit) }));
const late = (row: Debtor) => (row.late_count > 0 ? <><Icon name="triangle-alert" size={16} /> {t('account.late', { count: row.late_count })}</> : null);
const find = (words: string) => get<{ debtors: Debtor[] }>('/credits' + query({ q: words })).then((answer) => answer.debtors);

/* ---- paying ------------------------------------------------------------------------------------------------------ */

const at = signal<Debtor | null>(null);

function start(): void {
	at.value = null;
	startPayMode('account');
	/* The ticket's own customer is the one, unless someone says otherwise. */
	const of = (cart.value as { customer?: { id: string } | null } | null)?.customer?.id;
	if (of && mode.value === 'account') void get<{ party: Debtor }>('/debts/of' + query({ party_id: of })).then(({ party }) => { if (mode.value === 'account' && !at.value) at.value = party; }).catch(() => undefined);
}
function done(): void {
	const now = at.value;
	if (!now) return tell('look', t('account.who'), 'attention');
	takePay({ way: 'account', amount: askedNow.value, given: null, reference: null, party_id: now.party_id });
}
function Panel() {
	const now = at.value;
	return (
		<WayPanel label={t('account.takes')} done={t('account.done')} onDone={done} mayPart={now !== null} {...(!now && { how: t('account.who') })} icon="user">
			{now && <>
				<p class="said"><strong>{now.name}</strong></p>
				<p class="said">{owes(now)}</p>
				{now.late_count > 0 && <p class="said">{late(now)}</p>}
				{now.limit !== null && <p class="said">{t('account.then', { left: money(now.left + askedNow.value) })}</p>}
			</>}
		</WayPanel>
	);
}
function Who() {
	if (at.value) return null;
	return <Pick label={t('account.find')} ask={find} keyOf={(row) => row.party_id} show={(row) => row.name} more={owes} side={late} onPick={(row) => { at.value = row; }} none={t('account.none')} />;
}

/* ---- taking money ---------------------------------------------------------------------------------------------------- */

interface Paid { left: number; paper: string; print_state: string }

function Debts() {
	const [who, setWho] = useState<Debtor | null>(null);
	const [debts, setDebts] = useState<Debt[]>([]);
	const [chosen, setChosen] = useState<string[]>([]);
	const [amount, setAmount] = useState('');
	const [way, setWay] = useState('cash');
	const [reference, setReference] = useState('');
	const [wrong, setWrong] = useState('');
	const paidAt = useRef(-Infinity);
	const [paid, setPaid] = useState<{ paper: Paid; amount: number } | null>(null);
	const [isBusy, setBusy] = useState(false);
	const once = useOnce();
	const sum = debts.filter((each) => chosen.includes(each.id)).reduce((all, each) => all + each.left, 0);
	const ways = [{ value: 'cash', text: t('way.cash') }, { value: 'transfer', text: t('way.transfer') }, { value: 'card', text: t('way.card') },
		...houseWays.value.filter((row) => row.code && row.is_on).map((row) => ({ value: `${row.way}:${row.code}`, text: row.name }))];

	function pick(row: Debtor | null): void {
		setWho(row);
		setDebts([]);
		setChosen([]);
		setAmount('');
		setWrong('');
		setPaid(null);
		if (row) void get<{ debts: Debt[]; party: Debtor }>('/debts/of' + query({ party_id: row.party_id })).then((answer) => {
			setWho(answer.party);
			setDebts(answer.debts);
			setAmount(String(answer.party.left));
		}).catch((error: Error) => setWrong(error.message));
	}
	function choose(debt: Debt): void {
		const next = chosen.includes(debt.id) ? chosen.filter((id) => id !== debt.id) : [...chosen, debt.id];
		setChosen(next);
		setAmount(String((next.length ? debts.filter((each) => next.includes(each.id)) : debts).reduce((all, each) => all + each.left, 0)));
	}
	async function send(): Promise<void> {
		const gave = readMoney(amount);
		if (!who || isBusy) return;
		if (!gave) return setWrong(t('pay.how_much'));
		setBusy(true);
		setWrong('');
		const [kind, row] = way.split(':');
		try {
			const made = await once<Paid>('/debts/paid', { till_id: tillId.value, party_id: who.party_id, amount: gave, way: kind, row: row ?? null, reference: reference.trim() || null, debts: chosen.map((id) => ({ id })) });
			paidAt.current = performance.now();
			if (made) setPaid({ paper: made, amount: gave });
		} catch (error) {
			if (!(error instanceof ApiError && error.field === 'approver')) setWrong(error instanceof Error ? error.message : String(error));
		}
		setBusy(false);
	}
	useEffect(() => {
		viewKeys.handle = (key) => {
			if (key === 'Escape' && who) pick(null);
			else if (key === 'Enter' && paid) {
				if (!rests(paidAt.current)) pick(null);
			}
			else if (key === 'Enter' && who) void send();
			else return false;
			return true;
		};
		return () => { viewKeys.handle = null; };
	});
	return (
		<section class="sheet" aria-labelledby="debts-title">
			<div class="head">
				<h1 id="debts-title">{t('debts.title')}</h1>
				{who && <Button kind="quiet" icon="users" onClick={() => pick(null)}>{t('debts.other')}</Button>}
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			{!who && <Pick isSheet label={t('account.find')} ask={find} keyOf={(row) => row.party_id} show={(row) => row.name} more={owes} side={(row) => row.left > 0 && money(row.left)} onPick={pick} none={t('account.none')} />}
			{who && (
				<div class="return">
					<div class="scroll" tabIndex={0}>
						<h2>{who.name}</h2>
						<p class="soft">{owes(paid ? { ...who, left: paid.paper.left } : who)}</p>
						{debts.length === 0 && !paid && <p class="empty">{t('debts.nothing')}</p>}
						<ol class="lines">
							{!paid && debts.map((debt) => (
								<li key={debt.id} class={`line ${chosen.includes(debt.id) ? 'picked' : ''}`}>
									<div class="body">
										<button type="button" class="mark" aria-pressed={chosen.includes(debt.id)} aria-label={debt.receipt ?? debt.label ?? dayText(debt.day)} onClick={() => choose(debt)}><Icon name={chosen.includes(debt.id) ? 'check' : 'plus'} /></button>
										<div>
											<div class="name">{debt.receipt ?? debt.label ?? t('debts.before')}</div>
											<div class="from">{dayText(debt.day)}{debt.due_day && ` · ${t('debts.due', { day: dayText(debt.due_day) })}`}</div>
											{debt.late_days > 0 && <div class="note amber"><Icon name="triangle-alert" size={16} /> {t('debts.late', { days: debt.late_days })}</div>}
										</div>
										<div class="count">{debt.left < debt.amount && <small>{t('debts.of', { amount: figures(debt.amount) })}</small>}</div>
										<div class="amount">{money(debt.left)}</div>
									</div>
								</li>
							))}
						</ol>
					</div>
					<div class="side">
						{paid ? (
							<>
								<Notice level="good">{t('debts.paid', { paper: paid.paper.paper, amount: money(paid.amount) })}</Notice>
								<div class="total"><div class="label">{t('debts.left')}</div><div class="figure">{money(paid.paper.left)}</div></div>
								<Button kind="main" icon="check" hint="Enter" onClick={() => pick(null)}>{t('debts.next')}</Button>
							</>
						) : debts.length > 0 && (
							<>
								<div class="total"><div class="label">{chosen.length ? t('debts.chosen', { count: chosen.length }) : t('debts.oldest')}</div><div class="figure">{money(chosen.length ? sum : who.left)}</div></div>
								<div onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); void send(); } }}>
									<Field label={t('debts.amount')} inputMode="decimal" value={amount} hint={readMoney(amount) ? money(readMoney(amount)!) : ''} onInput={(event) => setAmount(event.currentTarget.value)} />
									{way !== 'cash' && <Field label={t('named.reference_maybe')} maxLength={40} value={reference} onInput={(event) => setReference(event.currentTarget.value)} />}
								</div>
								<Segments label={t('debts.by')} value={way} options={ways} onPick={setWay} />
								<Button kind="main" icon="hand-coins" hint="Enter" disabled={isBusy} onClick={() => void send()}>{t('debts.send')}</Button>
							</>
						)}
					</div>
				</div>
			)}
		</section>
	);
}

export const account: Feature = {
	modes: {
		account: {
			label: () => t('account.entry'), enter: done, ask: Who, panel: Panel, leave: () => { if (mode.value !== 'part') at.value = null; },
			key: (key) => {
				if (key !== 'back') return at.value !== null && partKey(key);
				if (at.value) at.value = null;
				else back();
				return true;
			},
		},
	},
	views: { debts: { component: Debts } },
	buttons: [{ id: 'debts', rank: 61, word: 'debts.title', icon: 'hand-coins', run: () => go('debts') }],
	pays: [{ id: 'account', way: 'account', rank: 13, word: 'account.way', icon: 'user', says: () => t('account.way'), start }],
};
