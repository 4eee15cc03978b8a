/* Goods come back: find the receipt (scan, or type its number), pick lines by digit, how many, where they go; then the
 * second person's PIN. Food goes aside, the rest to the shelf, unless someone says otherwise. What comes back is reckoned by
 * the book alone (/returns/price), to the đồng as it will be booked. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, post, query } from '../lib/api';
import { money, quantity, readQuantity } from '../lib/money';
import { useOnce } from '../lib/once';
import { clock, day } from '../lib/time';
import type { Place, ReturnPrice, Sale, SaleLine } from '../lib/types';
import { Button, Field, Notice, Pad, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { reasons, tillId } from './state/cart';
import { showSale } from './state/pay';
import { go, openReceipt, tell, view, viewKeys } from './state/shell';
import type { Feature } from './state/tables';

interface Pick { milli: number; place: Place }

const left = (line: SaleLine) => line.qty_milli - line.returned_milli;
const nobody = { name: '', account: '', bank: '' };
const asLines = (picks: Record<number, Pick>) => Object.entries(picks).map(([n, each]) => ({ n: Number(n), qty_milli: each.milli, place: each.place }));

function Return() {
	const [sale, setSale] = useState<Sale | null>(null);
	const [code, setCode] = useState('');
	const [wrong, setWrong] = useState('');
	const [picks, setPicks] = useState<Record<number, Pick>>({});
	const [at, setAt] = useState<number | null>(null); /* line whose quantity is being typed */
	const [typing, setTyping] = useState('');
	const [reason, setReason] = useState('1');
	const [way, setWay] = useState<'cash' | 'transfer'>('cash');
	const [isBusy, setBusy] = useState(false);
	const once = useOnce();
	const [price, setPrice] = useState<ReturnPrice | null>(null);
	const [payee, setPayee] = useState(nobody);
	const asked = useRef<Promise<ReturnPrice> | null>(null); /* of the picks as they stand */
	const box = useRef<HTMLInputElement>(null);

	function find(what: string): void {
		setWrong('');
		get<Sale>(/^[0-9a-f]{8}-/.test(what) ? `/sales/${what}` : '/sales/find' + query({ code: what.trim(), till_id: tillId.value })).then((found) => {
			setSale(found);
			setPicks({});
			setPayee(nobody);
			setAt(null);
			box.current?.blur();
		}).catch((error: Error) => { setSale(null); setWrong(error.message); });
	}
	const isSought = useRef(false); /* a receipt was scanned: its digits are lines, the field does not take them */
	useEffect(() => {
		const what = openReceipt.value;
		openReceipt.value = null;
		if (what) {
			isSought.current = true;
			find(what);
		} else if (!sale && !isSought.current) box.current?.focus();
	}, [openReceipt.value !== null]);

	const lines = sale?.lines ?? [];
	const hasPicks = Object.keys(picks).length > 0;
	useEffect(() => {
		asked.current = null;
		setPrice(null);
		if (!sale || !hasPicks) return;
		const mine = asked.current = post<ReturnPrice>('/returns/price', { sale_id: sale.id, lines: asLines(picks) });
		mine.then((now) => { if (asked.current === mine) setPrice(now); })
			.catch((error: Error) => { if (asked.current === mine) tell('look', error.message, 'attention'); });
	}, [sale, picks]);
	const paidOf = (n: number) => price?.lines.find((each) => each.n === n)?.paid;

	function pick(line: SaleLine): void {
		if (left(line) <= 0) return;
		setPicks({ ...picks, [line.n]: picks[line.n] ?? { milli: left(line), place: line.is_food ? 'aside' : 'shelf' } });
		setAt(line.n);
		setTyping('');
	}
	function unpick(n: number): void {
		const rest = { ...picks };
		delete rest[n];
		setPicks(rest);
		setAt(null);
	}
	function takeTyping(): void {
		const line = lines.find((each) => each.n === at);
		if (!line) return;
		if (typing) {
			const milli = readQuantity(typing, 3);
			if (!milli || milli > left(line)) {
				tell('look', t('return.too_many', { count: quantity(left(line)), unit: line.unit }), 'attention');
				return;
			}
			setPicks({ ...picks, [line.n]: { ...picks[line.n]!, milli } });
		}
		setTyping('');
		setAt(null);
	}
	async function send(): Promise<void> {
		if (!sale || !hasPicks || isBusy || !asked.current) return;
		if (way === 'transfer' && !payee.name.trim()) {
			tell('look', t('return.payee_needed'), 'attention');
			document.getElementById('payee-name')?.focus();
			return;
		}
		setBusy(true);
		try {
			const { total } = await asked.current;
			const made = await once<Sale>('/returns', {
				till_id: tillId.value, sale_id: sale.id, way, total, reason: reasons()[Number(reason) - 1],
				payee: way === 'transfer' ? { name: payee.name.trim(), account: payee.account.trim() || null, bank: payee.bank.trim() || null } : null,
				lines: asLines(picks),
			});
			if (!made) return;
			showSale(made);
		} catch (error) {
			if (!(error instanceof ApiError && error.field === 'approver')) tell('stop', error instanceof Error ? error.message : String(error), 'stop');
		}
		setBusy(false);
	}
	function press(key: string): boolean {
		if (key === 'Enter') {
			if (at !== null) takeTyping();
			else void send();
		} else if (key === 'Escape') {
			if (at !== null) { setAt(null); setTyping(''); } else if (hasPicks) setPicks({}); else if (sale) { setSale(null); setCode(''); } else return false;
		} else if (key === 'Backspace' || key === 'back') {
			if (typing) setTyping(typing.slice(0, -1));
			else if (at !== null) unpick(at);
		} else if (/^[\d.,]$/.test(key) && sale) {
			if (at !== null) setTyping((typing + key.replace('.', ',')).slice(0, 8));
			else {
				const line = lines[Number(key) - 1];
				if (line) pick(line);
			}
		} else return false;
		return true;
	}
	useEffect(() => {
		viewKeys.handle = press;
		return () => { viewKeys.handle = null; };
	});
	const places: { value: Place; text: string }[] = [
		{ value: 'shelf', text: t('place.shelf') }, { value: 'aside', text: t('place.aside') }, { value: 'bin', text: t('place.bin') },
	];
	return (
		<section class="sheet" aria-labelledby="return-title">
			<div class="head">
				<h1 id="return-title">{t('return.title')}</h1>
				<form class="find" onSubmit={(event) => { event.preventDefault(); if (code.trim()) find(code); }}>
					<input ref={box} aria-label={t('return.find')} placeholder={t('return.find')} autocomplete="off" spellcheck={false}
						value={code} onInput={(event) => setCode(event.currentTarget.value)} />
					<Button icon="search" type="submit">{t('return.search')}</Button>
				</form>
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			{!sale && !wrong && <p class="empty">{t('return.empty')}</p>}
			{sale && (
				<div class="return">
					<div class="scroll" tabIndex={0}>
						<p class="soft">{t('return.of', { receipt: sale.receipt, time: `${clock(sale.at_us)} ${day(sale.at_us)}`, staff: sale.staff_name, total: money(sale.total) })}</p>
						<ol class="lines">
							{lines.map((line, i) => {
								const mine = picks[line.n];
								return (
									<li key={line.n} class={`line ${mine ? 'picked' : ''} ${left(line) <= 0 ? 'spent' : ''}`}>
										<div class="body">
											<button type="button" class="mark" aria-pressed={mine !== undefined} disabled={left(line) <= 0} aria-label={`${i + 1} ${t('return.pick', { name: line.name })}`}
												onClick={() => (mine && at !== line.n ? unpick(line.n) : pick(line))}><kbd>{i + 1}</kbd></button>
											<div>
												<div class="name">{line.name}</div>
												<div class="from">{line.producer}</div>
												{line.returned_milli > 0 && <div class="note amber">{t('return.before', { count: quantity(line.returned_milli) })}</div>}
											</div>
											<div class="count">
												{mine ? <strong>{at === line.n && typing ? typing : quantity(mine.milli)}</strong> : 0} / {quantity(left(line))} <small>{line.unit}</small>
											</div>
											<div class="amount">{mine ? paidOf(line.n) === undefined ? '…' : money(paidOf(line.n)!) : money(0)}</div>
										</div>
										{mine && (
											<div class="tools">
												<Segments label={t('return.place')} value={mine.place} options={places} onPick={(place) => setPicks({ ...picks, [line.n]: { ...mine, place } })} />
											</div>
										)}
									</li>
								);
							})}
						</ol>
					</div>
					<div class="side">
						<div class="total"><div class="label">{t('return.total')}</div><div class="figure">{hasPicks ? price ? money(price.total) : '…' : money(0)}</div></div>
						{(way === 'cash' || at !== null) && <Pad label={t('pad.title')} keys={['7', '8', '9', 'back', '4', '5', '6', ',', '1', '2', '3', '0']} onKey={press} />}
						<div class="field">
							<label for="return-reason">{t('return.reason')}</label>
							<select id="return-reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
								{reasons().map((each, i) => <option key={each} value={String(i + 1)}>{each}</option>)}
							</select>
						</div>
						<Segments label={t('return.way')} value={way} options={[{ value: 'cash', text: t('way.cash') }, { value: 'transfer', text: t('way.transfer') }]} onPick={setWay} />
						{way === 'transfer' && (
							<div class="payee" onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); void send(); } }}>
								<Field id="payee-name" label={t('return.payee')} maxLength={100} autocomplete="off" value={payee.name} onInput={(event) => setPayee({ ...payee, name: event.currentTarget.value })} />
								<Field label={t('return.account')} hint={t('return.account_hint')} maxLength={30} autocomplete="off" value={payee.account} onInput={(event) => setPayee({ ...payee, account: event.currentTarget.value })} />
								<Field label={t('return.bank')} maxLength={60} autocomplete="off" value={payee.bank} onInput={(event) => setPayee({ ...payee, bank: event.currentTarget.value })} />
							</div>
						)}
						<Button kind="main" icon="undo-2" hint="Enter" disabled={!hasPicks || isBusy} onClick={() => { if (typing) takeTyping(); else void send(); }}>{t('return.send')}</Button>
					</div>
				</div>
			)}
		</section>
	);
}

export const returns: Feature = {
	views: { return: { component: Return, rank: 20, word: 'menu.return', icon: 'undo-2', keyId: 'return' } },
	keys: [{ id: 'return', key: 'F11', shown: 'F11', word: 'key.return', run: () => go('return') }],
};
