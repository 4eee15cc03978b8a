/* Vouchers: paying with one (scan it, or type its number), and selling them. The code on the paper proves it; by its number alone
 * a second person is asked for. */
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, query } from '../lib/api';
import { addSpan, type Span } from '../lib/day';
import { forget, useKept } from '../lib/kept';
import { figures, money, readMoney } from '../lib/money';
import { rests, useOnce } from '../lib/once';
import { dayText, isoToday } from '../lib/time';
import { Button, Field, Notice, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { partKey, WayPanel } from './paypanel';
import { cart, tillId } from './state/cart';
import { askedNow, mayStartPay, startPayMode, takePay } from './state/pay';
import { back, entry, go, isSuggested, mode, startMode, tell, tellError, view, viewKeys } from './state/shell';
import type { Feature } from './state/tables';
import { houseWays } from './state/ways';

interface Voucher { id: string; number: string; value: number; left: number; expires_day: string | null; why: string | null }
const at = signal<{ voucher: Voucher; code: string } | null>(null);

/* ---- paying ------------------------------------------------------------------------------------------------------ */

const isCode = (code: string) => /^%V[0-9A-Z*]{27}$/i.test(code);

async function find(code: string): Promise<void> {
	try {
		const voucher = await get<Voucher>('/vouchers/find' + query({ code }));
		if (voucher.why) return tell('stop', `${voucher.number}: ${voucher.why}`, 'stop');
		at.value = { voucher, code };
		entry.value = '';
		isSuggested.value = false;
	} catch (error) { tellError(error); }
}
/* A voucher read while goods are sold begins paying with it; without goods it is only looked at. */
function read(code: string): boolean {
	if (!isCode(code)) return false;
	if (mode.value !== 'voucher') {
		if (!cart.value?.lines.length) {
			void get<Voucher>('/vouchers/find' + query({ code })).then((voucher) => tell(voucher.why ? 'stop' : 'off', t('voucher.looked', { number: voucher.number, left: money(voucher.left) }) + (voucher.why ? ` – ${voucher.why}` : '')))
				.catch(tellError);
			return true;
		}
		if (!mayStartPay(false)) return true;
		startMode('voucher');
	}
	void find(code);
	return true;
}
function done(): void {
	const now = at.value;
	if (entry.value) return void find(/^pq/i.test(entry.value) ? entry.value : `PQ${entry.value}`);
	if (!now) return tell('look', t('voucher.none'), 'attention');
	takePay({ way: 'voucher', amount: Math.min(askedNow.value, now.voucher.left), given: null, reference: now.code, source_id: now.voucher.id });
}
function Panel() {
	const now = at.value;
	return (
		<WayPanel label={now ? t('voucher.takes', { amount: figures(Math.min(askedNow.value, now.voucher.left)) }) : t('pay.left')} icon="scan-barcode" done={now ? t('voucher.done') : t('voucher.find')} onDone={done} mayPart={now !== null}
			{...(!now && { how: t('voucher.how') })}>
			{now && <p class="said"><strong>{now.voucher.number}</strong> {t('voucher.left', { left: money(now.voucher.left) })}{now.voucher.expires_day && ` · ${t('voucher.until', { day: dayText(now.voucher.expires_day) })}`}</p>}
		</WayPanel>
	);
}

/* ---- selling --------------------------------------------------------------------------------------------------------- */

const VALUES = [100000, 200000, 500000, 1000000];
const spans: Record<string, Span | null> = { none: null, half: { count: 6, unit: 'month' }, year: { count: 12, unit: 'month' } };
interface Sold { paper: string; print_state: string; vouchers: { number: string }[] }

function Sell() {
	const [value, setValue] = useKept('voucher value', '200000');
	const [count, setCount] = useKept('voucher count', '1');
	const [until, setUntil] = useKept('voucher until', 'year');
	const [way, setWay] = useKept('voucher way', 'cash');
	const [reference, setReference] = useKept('voucher reference', '');
	const [sold, setSold] = useState<Sold | null>(null);
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const once = useOnce('voucher');
	const soldAt = useRef(-Infinity);
	const each = readMoney(value) ?? 0, pieces = Number(count) || 0;
	const ways = [{ value: 'cash', text: t('way.cash') }, { value: 'transfer', text: t('way.transfer') }, { value: 'card', text: t('way.card') },
		...houseWays.value.filter((row) => row.code && row.is_on).map((row) => ({ value: `${row.way}:${row.code}`, text: row.name }))];

	async function send(): Promise<void> {
		if (isBusy || !each || !pieces) return setWrong(t('voucher.how_much'));
		setBusy(true);
		setWrong('');
		const [kind, row] = way.split(':');
		const span = spans[until];
		try {
			const made = await once<Sold>('/vouchers', { till_id: tillId.value, value: each, count: pieces, total: each * pieces, way: kind, row: row ?? null, reference: reference.trim() || null, lang: cart.value?.lang ?? null, expires_day: span ? addSpan(isoToday(), span) : null });
			if (made) {
				soldAt.current = performance.now();
				forget('voucher');
				setSold(made);
			}
		} catch (error) {
			if (!(error instanceof ApiError && error.field === 'approver')) setWrong(error instanceof Error ? error.message : String(error));
		}
		setBusy(false);
	}
	const leave = () => {
		if (!rests(soldAt.current)) view.value = 'sell';
	};
	useEffect(() => {
		viewKeys.handle = (key) => {
			if (key !== 'Enter') return false;
			if (sold) leave(); /* one Enter too many never sells another */
			else void send();
			return true;
		};
		return () => { viewKeys.handle = null; };
	});
	return (
		<section class="sheet" aria-labelledby="voucher-title">
			<div class="head">
				<h1 id="voucher-title">{t('voucher.sell')}</h1>
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div class="scroll form" onKeyDown={(event) => { if (event.key === 'Enter' && event.target instanceof HTMLInputElement) { event.preventDefault(); event.stopPropagation(); void send(); } }}>
				<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
				{sold ? (
					<>
						<Notice level="good">{t('voucher.sold', { count: sold.vouchers.length, total: money(each * sold.vouchers.length), paper: sold.paper })}</Notice>
						<p class="numbers">{sold.vouchers.map((one) => one.number).join('  ')}</p>
						<p class="soft">{t(sold.print_state === 'none' ? 'voucher.no_printer' : 'voucher.prints')}</p>
						<Button kind="main" icon="check" hint="Enter" onClick={leave}>{t('voucher.leave')}</Button>
						<Button icon="plus" onClick={() => setSold(null)}>{t('voucher.again')}</Button>
					</>
				) : (
					<>
						<Segments label={t('voucher.value')} value={value} options={VALUES.map((one) => ({ value: String(one), text: figures(one) }))} onPick={setValue} />
						<div class="pair-fields">
							<Field label={t('voucher.value')} inputMode="decimal" autofocus onFocus={(event) => event.currentTarget.select()} value={value} onInput={(event) => setValue(event.currentTarget.value)} hint={each ? money(each) : ''} />
							<Field label={t('voucher.count')} inputMode="numeric" maxLength={2} value={count} onInput={(event) => setCount(event.currentTarget.value)} />
						</div>
						<p class="label">{t('voucher.expires')}</p>
						<Segments label={t('voucher.expires')} value={until} options={[{ value: 'year', text: t('voucher.year') }, { value: 'half', text: t('voucher.half') }, { value: 'none', text: t('voucher.forever') }]} onPick={setUntil} />
						<p class="label">{t('debts.by')}</p>
						<Segments label={t('debts.by')} value={way} options={ways} onPick={setWay} />
						{way !== 'cash' && <Field label={t('named.reference_maybe')} maxLength={40} value={reference} onInput={(event) => setReference(event.currentTarget.value)} />}
						<div class="total"><div class="label">{t('voucher.total')}</div><div class="figure">{money(each * pieces)}</div></div>
						<Button kind="main" icon="hand-coins" hint="Enter" disabled={isBusy} onClick={() => void send()}>{t('voucher.send')}</Button>
					</>
				)}
			</div>
		</section>
	);
}

export const voucher: Feature = {
	modes: {
		voucher: {
			label: () => t('voucher.entry'), takes: /^[0-9a-z]$|^000$/i, scan: read, enter: done, panel: Panel, leave: () => { if (mode.value !== 'part') at.value = null; },
			key: (key) => {
				if (key !== 'back' || entry.value) return at.value !== null && partKey(key);
				if (at.value) at.value = null;
				else back();
				return true;
			},
		},
	},
	views: { voucher: { component: Sell } },
	buttons: [{ id: 'voucher', rank: 60, word: 'voucher.sell', icon: 'award', run: () => go('voucher') }],
	pays: [{ id: 'voucher', way: 'voucher', rank: 12, word: 'voucher.way', icon: 'award', says: () => t('voucher.way'), start: () => startPayMode('voucher') }],
	scan: read,
	scanned: (kind, _thing, code) => kind === 'voucher' && code !== undefined && read(code),
};
