/* Goods come back: find the receipt (scan, or type its number), pick lines by digit, how many, where they go ("*" and a digit); then the
 * second person's PIN. Food goes aside, the rest to the shelf, unless someone says otherwise. What comes back is reckoned by
 * the book alone (/returns/price), to the đồng as it will be booked. Goods that are scanned pick their line, one piece a scan; of more
 * than nine lines the number is typed whole. "+", or other goods scanned while lines are picked, make it an exchange: what was picked goes
 * onto the ticket (exchange.tsx). A hamper is a row of its own, with its parts below it. What was picked halfway stays when the sheet is
 * left: its receipt opens as it was, by its number or by Enter alone, until another receipt is opened. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, post, query } from '../lib/api';
import { forget, useKept } from '../lib/kept';
import { money, quantity, readQuantity } from '../lib/money';
import { useOnce } from '../lib/once';
import { play } from '../lib/sound';
import { clock, day } from '../lib/time';
import type { Place, ReturnPrice, Sale, SaleBundle, SaleLine } from '../lib/types';
import { Button, Field, Notice, Pad, say, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { changeCart, paying, reasons, tillId } from './state/cart';
import { scan } from './state/lines';
import { showSale } from './state/pay';
import { holdScans, passOn, readCode } from './state/read';
import { go, openReceipt, tell, tellError, view, viewKeys } from './state/shell';
import type { Feature } from './state/tables';

interface Pick { milli: number; place: Place }

const left = (line: SaleLine) => line.qty_milli - line.returned_milli;
const nobody = { name: '', account: '', bank: '' };
/* What the digits pick: a hamper whole, or a line. */
type Row = { bundle: SaleBundle; lines: SaleLine[] } | { line: SaleLine };
function rowsOf(sale: Sale | null): Row[] {
	const rows: Row[] = [];
	for (const line of sale?.lines ?? []) {
		const bundle = line.bundle ? sale?.bundles?.find((each) => each.n === line.bundle) : undefined;
		const last = rows.find((row) => 'bundle' in row && row.bundle === bundle);
		if (bundle && !last) rows.push({ bundle, lines: sale!.lines.filter((each) => each.bundle === bundle.n) });
		rows.push({ line });
	}
	return rows;
}
type BundleRow = Extract<Row, { bundle: SaleBundle }>;
const soldOf = (row: BundleRow, itemId: string) => row.lines.reduce((sum, line) => sum + (line.item_id === itemId ? line.qty_milli : 0), 0);
/* Whole hampers of a row, thousandths: what each of its parts, from whichever lot, has for all of them. */
function wholeIn(row: BundleRow, milliOf: (line: SaleLine) => number): number {
	return Math.min(...row.lines.map(({ item_id: id }) => {
		const milli = row.lines.reduce((sum, line) => sum + (line.item_id === id ? milliOf(line) : 0), 0);
		return Math.floor(milli * row.bundle.qty_milli / soldOf(row, id) / 1000) * 1000;
	}));
}
const placeOf = (line: SaleLine): Place => (line.is_food ? 'aside' : 'shelf');
const SCROLLS: Record<string, number> = { ArrowUp: -0.2, ArrowDown: 0.2, PageUp: -0.9, PageDown: 0.9 };
const places3: Place[] = ['shelf', 'aside', 'bin'];

const asLines = (picks: Record<number, Pick>) => Object.entries(picks).map(([n, each]) => ({ n: Number(n), qty_milli: each.milli, place: each.place }));

function Return() {
	const [sale, setSale] = useState<Sale | null>(null);
	const [code, setCode] = useState('');
	const [wrong, setWrong] = useState('');
	const [open, setOpen] = useKept<{ id: string; receipt: string } | null>('return sale', null); /* whose lines the picks are */
	const [picks, setPicks] = useKept<Record<number, Pick>>('return picks', {});
	const [at, setAt] = useState<number | null>(null); /* line whose quantity is being typed */
	const [typing, setTyping] = useState('');
	const [reason, setReason] = useKept('return reason', '1');
	const [way, setWay] = useKept<'cash' | 'transfer' | 'card'>('return way', 'cash');
	const [isWhere, setWhere] = useState(false); /* the next digit says where the goods go */
	const [last, setLast] = useState<number | null>(null); /* line picked last */
	const [isBusy, setBusy] = useState(false);
	const once = useOnce('return');
	const [price, setPrice] = useState<ReturnPrice | null>(null);
	const [payee, setPayee] = useKept('return payee', nobody);
	const asked = useRef<Promise<ReturnPrice> | null>(null); /* of the picks as they stand */
	const box = useRef<HTMLInputElement>(null);

	const [number, setNumber] = useState(''); /* of a line, typed halfway */
	const list = useRef<HTMLDivElement>(null);
	const turn = useRef(Promise.resolve());
	const latest = useRef(picks);
	latest.current = picks;
	const hasAsked = useRef(false); /* a receipt is on its way, or here: the digits that follow are its lines */

	function find(what: string): void {
		hasAsked.current = true;
		setWrong('');
		get<Sale>(/^[0-9a-f]{8}-/.test(what) ? `/sales/${what}` : '/sales/find' + query({ code: what.trim(), till_id: tillId.value })).then((found) => {
			setSale(found);
			setOpen({ id: found.id, receipt: found.receipt });
			/* Some may have come back meanwhile, at another till. */
			setPicks(found.id === open?.id ? Object.fromEntries(Object.entries(latest.current).filter(([n, each]) => found.lines.some((line) => line.n === Number(n) && left(line) >= each.milli))) : {});
			if (found.id !== open?.id) setPayee(nobody);
			setAt(null);
			setNumber('');
			box.current?.blur();
		}).catch((error: Error) => { hasAsked.current = false; setSale(null); setWrong(error.message); });
	}
	useLayoutEffect(() => {
		const what = openReceipt.value;
		openReceipt.value = null;
		if (what) find(what);
		else if (!hasAsked.current) box.current?.focus();
	}, [openReceipt.value !== null]);

	const lines = sale?.lines ?? [];
	const rows = rowsOf(sale);
	const give = price ? (way === 'cash' ? price.cash : price.other) ?? price.total : null;
	const hasPicks = Object.keys(picks).length > 0;
	const halfway = hasPicks ? open : null;
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
		setPicks({ ...picks, [line.n]: picks[line.n] ?? { milli: left(line), place: placeOf(line) } });
		setAt(line.n);
		setLast(line.n);
		setTyping('');
	}
	/* So many whole hampers, each part from the first of its lots that has it. */
	function pickHampers(row: BundleRow, milli: number): void {
		const all = { ...latest.current };
		for (const line of row.lines) delete all[line.n];
		for (const id of new Set(row.lines.map((line) => line.item_id))) {
			let wanted = soldOf(row, id) * milli / row.bundle.qty_milli;
			for (const line of row.lines.filter((each) => each.item_id === id && left(each) > 0)) {
				const mine = Math.min(left(line), wanted);
				if (mine > 0) all[line.n] = { milli: mine, place: placeOf(line) };
				wanted -= mine;
			}
		}
		latest.current = all;
		setPicks(all);
	}
	const pickedHampers = (row: BundleRow) => wholeIn(row, (line) => latest.current[line.n]?.milli ?? 0);
	function pickRow(row: Row | undefined): void {
		if (!row) return;
		if ('line' in row) return pick(row.line);
		const isPicked = row.lines.every((line) => picks[line.n] || left(line) <= 0);
		const there = wholeIn(row, left);
		if (there <= 1000 || isPicked) {
			const all = { ...picks };
			for (const line of row.lines) {
				if (isPicked) delete all[line.n];
				else if (left(line) > 0) all[line.n] = { milli: left(line), place: placeOf(line) };
			}
			setPicks(all);
			setAt(null);
			return;
		}
		pickHampers(row, there);
		setAt(-row.bundle.n); /* how many of them? */
		setTyping('');
	}
	/* One piece a scan, onto the first of its lines that has some left. */
	async function take(code: string): Promise<void> {
		const read = await readCode(code);
		if (read.kind === 'receipt') return find(code);
		if (read.kind !== 'item') return passOn(code);
		const ids = read.items.map((each) => each.id);
		const hamper = rows.find((row): row is BundleRow => 'bundle' in row && ids.includes(row.bundle.item_id));
		const own = lines.filter((line) => ids.includes(line.item_id));
		const line = own.find((each) => left(each) > (latest.current[each.n]?.milli ?? 0));
		setAt(null);
		setNumber('');
		if (line) {
			const milli = Math.min(left(line), (latest.current[line.n]?.milli ?? 0) + (read.qty_milli || 1000));
			latest.current = { ...latest.current, [line.n]: { milli, place: latest.current[line.n]?.place ?? placeOf(line) } };
			setPicks(latest.current);
			setLast(line.n);
			play('hit');
			say(t('return.scanned', { name: line.name, count: quantity(milli), unit: line.unit }));
		} else if (hamper && wholeIn(hamper, left) > pickedHampers(hamper)) {
			pickHampers(hamper, pickedHampers(hamper) + 1000);
			play('hit');
			say(t('return.scanned', { name: hamper.bundle.name, count: quantity(pickedHampers(hamper)), unit: hamper.bundle.unit }));
		} else if (hamper) {
			tell('look', t('return.all_back', { name: hamper.bundle.name }), 'attention');
		} else if (own[0]) tell('look', t('return.all_back', { name: own[0].name }), 'attention');
		else if (Object.keys(latest.current).length > 0) {
			exchange();
			scan(code);
		} else tell('look', t('return.no_line', { name: read.text ?? code }), 'attention');
	}
	const taking = useRef(take);
	taking.current = take;
	useEffect(() => {
		if (!sale) return;
		return holdScans((caught) => {
			if (caught.isGarbled) return tell('look', t('scan.garbled'), 'attention');
			turn.current = turn.current.then(() => taking.current(caught.code)).catch(tellError);
		});
	}, [sale?.id]);
	useEffect(() => { if (last !== null) document.getElementById(`back-${last}`)?.scrollIntoView({ block: 'nearest' }); }, [last, picks]);
	function pickNumber(text: string): void {
		const n = Number(text);
		if (!rows[n - 1]) return setNumber('');
		if (n * 10 <= rows.length) return setNumber(text); /* it may go on */
		setNumber('');
		pickRow(rows[n - 1]);
	}
	function setPlace(n: number, place: Place): void {
		if (picks[n]) setPicks({ ...picks, [n]: { ...picks[n], place } });
		setWhere(false);
	}
	function exchange(): void {
		if (!sale || !hasPicks) return;
		const back = { sale_id: sale.id, reason: reasons()[Number(reason) - 1], lines: asLines(picks) };
		forget('return');
		view.value = 'sell';
		if (paying.value?.stage === 'paid') paying.value = null;
		void changeCart('back', { back });
	}
	function unpick(n: number): void {
		const rest = { ...picks };
		delete rest[n];
		setPicks(rest);
		setAt(null);
	}
	function takeTyping(): void {
		const hampers = rows.find((row): row is BundleRow => 'bundle' in row && row.bundle.n === -(at ?? 0));
		if (hampers) {
			const milli = Number(typing || '0') * 1000, there = wholeIn(hampers, left);
			if (typing && !(milli > 0 && milli <= there && milli % 1000 === 0)) {
				tell('look', t('return.too_many', { count: quantity(there), unit: hampers.bundle.unit }), 'attention');
				return;
			}
			if (typing) pickHampers(hampers, milli);
			setTyping('');
			setAt(null);
			return;
		}
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
			const now = await asked.current;
			const total = (way === 'cash' ? now.cash : now.other) ?? now.total;
			const made = await once<Sale>('/returns', {
				till_id: tillId.value, sale_id: sale.id, way, total, reason: reasons()[Number(reason) - 1],
				payee: way === 'transfer' ? { name: payee.name.trim(), account: payee.account.trim() || null, bank: payee.bank.trim() || null } : null,
				lines: asLines(picks),
			});
			if (!made) return;
			forget('return');
			showSale(made);
		} catch (error) {
			if (!(error instanceof ApiError && error.field === 'approver')) tell('stop', error instanceof Error ? error.message : String(error), 'stop');
		}
		setBusy(false);
	}
	function press(key: string): boolean {
		if (isWhere && sale) {
			setWhere(false);
			const place = places3[Number(key) - 1], n = at ?? last;
			if (place && n !== null) setPlace(n, place);
			return true;
		}
		if (key === '*' && sale && hasPicks) setWhere(true);
		else if (key === '+' && sale && hasPicks) exchange();
		else if (key === 'Enter') {
			if (at !== null) takeTyping();
			else if (number) {
				setNumber('');
				pickRow(rows[Number(number) - 1]);
			} else if (hasPicks) void send();
			else if (sale) tell('look', t('return.none'), 'attention');
		} else if (key === 'Escape') {
			if (number) setNumber(''); else if (at !== null) { setAt(null); setTyping(''); } else if (sale) {
				setSale(null);
				setCode('');
				if (!hasPicks) setOpen(null);
				hasAsked.current = false;
				box.current?.focus();
			} else return false;
		} else if (key === 'Backspace' || key === 'back') {
			if (number) setNumber(number.slice(0, -1));
			else if (typing) setTyping(typing.slice(0, -1));
			else if (at !== null && at > 0) unpick(at);
		} else if (/^[\d.,]$/.test(key) && sale) {
			if (at !== null) setTyping((typing + key.replace('.', ',')).slice(0, 8));
			else if (/\d/.test(key)) pickNumber(number + key);
		} else if (SCROLLS[key] && list.current) {
			list.current.scrollBy({ top: SCROLLS[key] * list.current.clientHeight });
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
				<form class="find" onSubmit={(event) => { event.preventDefault(); if (code.trim()) find(code); else if (halfway && !sale) find(halfway.id); }}>
					<input ref={box} aria-label={t('return.find')} placeholder={t('return.find')} autocomplete="off" spellcheck={false}
						value={code} onInput={(event) => setCode(event.currentTarget.value)} />
					<Button icon="search" type="submit">{t('return.search')}</Button>
				</form>
				<Button kind="quiet" hint="Esc" onClick={() => { view.value = 'sell'; }}>{t('back')}</Button>
			</div>
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			{!sale && (
				<div class="empty">
					{!wrong && <p>{t('return.empty')}</p>}
					{halfway && <Button icon="undo-2" hint="Enter" onClick={() => find(halfway.id)}>{t('return.go_on', { receipt: halfway.receipt, count: Object.keys(picks).length })}</Button>}
					<Button icon="list" onClick={() => { view.value = 'sales'; }}>{t('return.by_goods')}</Button>
				</div>
			)}
			{sale && (
				<div class="return">
					<div class="scroll" tabIndex={0} ref={list}>
						<p class="soft">{t('return.of', { receipt: sale.receipt, time: `${clock(sale.at_us)} ${day(sale.at_us)}`, staff: sale.staff_name, total: money(sale.total) })}</p>
						<ol class="lines">
							{rows.map((row, i) => {
								if ('bundle' in row) {
									const isPicked = row.lines.every((line) => picks[line.n] || left(line) <= 0);
									return (
										<li key={`b${row.bundle.n}`} class={`line hamper ${isPicked ? 'picked' : ''}`}>
											<div class="body">
												<button type="button" class="mark" aria-pressed={isPicked} disabled={row.lines.every((line) => left(line) <= 0)} aria-label={`${i + 1} ${t('return.hamper', { name: row.bundle.name })}`} onClick={() => pickRow(row)}><kbd>{i + 1}</kbd></button>
												<div><div class="name">{t('return.hamper', { name: row.bundle.name })}</div></div>
												<div class="count"><strong>{at === -row.bundle.n && typing ? typing : quantity(pickedHampers(row))}</strong> / {quantity(wholeIn(row, left))} <small>{row.bundle.unit}</small></div>
												<div class="amount">{money(row.lines.reduce((sum, line) => sum + (picks[line.n] ? paidOf(line.n) ?? 0 : 0), 0))}</div>
											</div>
										</li>
									);
								}
								const line = row.line, mine = picks[line.n];
								return (
									<li key={line.n} id={`back-${line.n}`} class={`line ${line.bundle ? 'part' : ''} ${mine ? 'picked' : ''} ${left(line) <= 0 ? 'spent' : ''}`}>
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
												<Segments label={t('return.place')} value={mine.place} options={places} onPick={(place) => setPlace(line.n, place)} />
											</div>
										)}
									</li>
								);
							})}
						</ol>
					</div>
					<div class="side">
						<div class="total"><div class="label">{t('return.total')}</div><div class="figure">{hasPicks ? give !== null ? money(Math.max(0, give - (price?.kept ?? 0))) : '…' : money(0)}</div>
							<div class="soft">{isWhere ? <strong>{t('return.where')}</strong> : number ? <strong>{t('return.line_no', { n: number })}</strong> : price && give !== null && give !== price.total ? t('return.exact', { amount: money(price.total) }) : t('return.keys')}{price?.kept ? <> <strong>{t('return.kept', { amount: money(price.kept) })}</strong></> : ''}</div></div>
						{(way !== 'transfer' || at !== null) && <Pad label={t('pad.title')} keys={['7', '8', '9', 'back', '4', '5', '6', ',', '1', '2', '3', '0']} onKey={press} />}
						<div class="field">
							<label for="return-reason">{t('return.reason')}</label>
							<select id="return-reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
								{reasons().map((each, i) => <option key={each} value={String(i + 1)}>{each}</option>)}
							</select>
						</div>
						<Segments label={t('return.way')} value={way} options={[{ value: 'cash', text: t('way.cash') }, { value: 'transfer', text: t('way.transfer') }, { value: 'card', text: t('way.card') }]} onPick={setWay} />
						{way === 'transfer' && (
							<div class="payee" onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); void send(); } }}>
								<Field id="payee-name" label={t('return.payee')} maxLength={100} autocomplete="off" value={payee.name} onInput={(event) => setPayee({ ...payee, name: event.currentTarget.value })} />
								<Field label={t('return.account')} hint={t('return.account_hint')} maxLength={30} autocomplete="off" value={payee.account} onInput={(event) => setPayee({ ...payee, account: event.currentTarget.value })} />
								<Field label={t('return.bank')} maxLength={60} autocomplete="off" value={payee.bank} onInput={(event) => setPayee({ ...payee, bank: event.currentTarget.value })} />
							</div>
						)}
						<Button icon="arrow-right-left" hint="+" disabled={!hasPicks || isBusy} onClick={exchange}>{t('exchange.button')}</Button>
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
