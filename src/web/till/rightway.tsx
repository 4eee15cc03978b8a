/* "Đổi cách trả": a ticket of the open shift was paid another way than was typed, whole or in part. A digit says the right way, its
 * amount stands there to be typed over, Enter does it; "+" keeps it and takes one more part. VietQR shows its QR and waits for the bank as in
 * selling. Cash that must leave the drawer, or come into it, is said. Goods and total stay. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, query } from '../lib/api';
import { newId } from '../lib/id';
import { figures, money, readMoney } from '../lib/money';
import { useOnce } from '../lib/once';
import type { Pay, Sale, Way } from '../lib/types';
import { Button, Field, Icon, Notice, Segments } from '../lib/ui';
import { t } from '../lib/words';
import { AskQr } from './askqr';
import type { Told } from './state/asked';
import { tillId } from './state/cart';
import { tell } from './state/shell';
import { houseWays } from './state/ways';

const typedWays: Way[] = ['cash', 'transfer', 'card', 'wallet'];
const isTyped = (pay: Pay) => typedWays.includes(pay.way);
const wayText = (way: Way) => (way === 'cash' ? t('way.cash') : way === 'transfer' ? t('way.transfer') : way === 'card' ? t('way.card') : way === 'vietqr' ? t('way.vietqr') : t('way.wallet'));

/* Keys of the sheet while this stands on it; the sheet hands them on. */
export const rightWayKeys: { handle: ((key: string) => boolean) | null } = { handle: null };

interface Target { id: string; way: Way; row: string | null; name: string; needsReference: boolean }
const idOf = (way: Way, row: string | null | undefined) => (row ? `${way}:${row}` : way);
const TARGETS_MAX = 9; /* a digit each */
function targets(): Target[] {
	const rows = houseWays.value.filter((row) => row.is_on && (isTyped({ way: row.way } as Pay) || row.way === 'vietqr') && (row.way !== 'wallet' || row.code))
		.map((row) => ({ id: idOf(row.way, row.code), way: row.way, row: row.code, name: row.way === 'transfer' && !row.code ? t('way.transfer') : row.name, needsReference: row.needs_reference }));
	return (rows.length ? rows : (['cash', 'vietqr', 'transfer', 'card'] as Way[]).map((way) => ({ id: way, way, row: null, name: wayText(way), needsReference: false }))).slice(0, TARGETS_MAX);
}
const nameOf = (pay: Pay) => targets().find((each) => each.id === idOf(pay.way, pay.row))?.name ?? pay.name ?? wayText(pay.way);
const sumOf = (pays: Pay[], way?: Way) => pays.reduce((sum, pay) => sum + (!way || pay.way === way ? pay.amount : 0), 0);
const listed = (pays: Pay[]) => pays.map((pay) => `${nameOf(pay)} ${money(pay.amount)}`).join(' + ');

/* `amount` of what was paid by pays[from] was paid so in truth. */
function moved(pays: Pay[], from: number, to: Target, amount: number, reference: string | null): Pay[] {
	const rest = pays.map((pay, i) => (i === from ? { ...pay, amount: pay.amount - amount } : pay));
	const same = rest.find((pay) => idOf(pay.way, pay.row) === to.id);
	const next = same ? rest.map((pay) => (pay === same ? { ...pay, amount: pay.amount + amount, reference: reference ?? pay.reference } : pay))
		: [...rest, { way: to.way, row: to.row, amount, given: null, reference }];
	return next.filter((pay) => pay.amount > 0);
}

export function RightWay({ saleId, onDone }: { saleId: string; onDone: () => void }) {
	const [sale, setSale] = useState<Sale | null>(null);
	const [pays, setPays] = useState<Pay[]>([]);              /* what may be typed anew, as it would be */
	const [from, setFrom] = useState(0);
	const [to, setTo] = useState<Target | null>(null);
	const [amount, setAmount] = useState('');
	const [reference, setReference] = useState('');
	const [reason, setReason] = useState('1');
	const [wrong, setWrong] = useState('');
	const [late, setLate] = useState<Told | null>(null);      /* money that the bank told of meanwhile, of nobody yet */
	const [asking, setAsking] = useState<Pay[] | null>(null); /* the QR of the list's VietQR part stands */
	const box = useRef<HTMLElement>(null);
	const early = useRef<Target | null>(null);
	const once = useOnce();
	useEffect(() => {
		get<Sale>(`/sales/${saleId}`).then((found) => {
			const typed = found.pays.filter(isTyped).map((pay) => ({ ...pay, given: null }));
			setSale(found);
			setPays(typed);
			setFrom(typed.findIndex((pay) => pay.amount === Math.max(...typed.map((each) => each.amount))));
		}).catch((error: Error) => setWrong(error.message));
		/* Money that came for it while nobody looked. */
		get<Told>('/till/asked' + query({ till_id: tillId.value, of_id: saleId })).then((told) => { if (told.came > 0) setLate(told); }).catch(() => undefined);
	}, [saleId]);
	const typed = sale?.pays.filter(isTyped) ?? [];
	const at = pays[from];
	const sum = readMoney(amount) ?? 0;
	const after = to && at && sum > 0 && sum <= at.amount ? moved(pays, from, to, sum, reference.trim() || null) : pays;
	const isChanged = listed(after) !== listed(typed);
	const cash = sumOf(after, 'cash') - sumOf(typed, 'cash');
	const whys = [t('tender.why_1'), t('tender.why_2'), t('tender.why_3')];
	/* Typed wrongly, the money lies where it lies; else it changes hands now. */
	const isOnPaper = reason === '1' && !after.some((pay) => pay.way === 'vietqr');

	function pick(next: Target): void {
		if (!at) return;
		if (idOf(at.way, at.row) === next.id) {
			/* The way it has: another of what was paid is meant. */
			const other = pays.findIndex((pay) => idOf(pay.way, pay.row) !== next.id);
			if (other < 0) return setWrong(t('tender.same', { way: next.name }));
			setFrom(other);
		}
		setWrong('');
		setTo(next);
		setReference('');
		setAmount(figures((idOf(at.way, at.row) === next.id ? pays.find((pay) => idOf(pay.way, pay.row) !== next.id) : at)?.amount ?? 0));
	}
	useEffect(() => {
		const field = to && box.current?.querySelector<HTMLInputElement>('.rightway-part input');
		field?.focus();
		field?.select();
	}, [to, from]);
	/* What stands in the fields, checked; null: it was said what is wrong. */
	function ready(): Pay[] | null {
		if (!to) return pays;
		if (!at || sum <= 0 || sum > at.amount) {
			setWrong(t('tender.how_much', { most: money(at?.amount ?? 0) }));
			return null;
		}
		if (to.needsReference && !reference.trim()) {
			setWrong(t('named.needs', { way: to.name }));
			box.current?.querySelectorAll<HTMLInputElement>('.rightway-part input')[1]?.focus();
			return null;
		}
		return after;
	}
	function more(): void {
		const next = ready();
		if (!next || !to) return;
		setPays(next);
		setTo(null);
		setAmount('');
		setReference('');
		setWrong('');
		setFrom(Math.max(0, next.findIndex((pay) => idOf(pay.way, pay.row) === idOf(at!.way, at!.row))));
		box.current?.focus();
	}
	async function send(id: string, list: Pay[]): Promise<void> {
		if (!sale) return;
		setWrong('');
		try {
			const made = await once<Sale>(`/sales/${sale.id}/tender`, {
				id, till_id: tillId.value, reason: whys[Number(reason) - 1],
				pays: list.map((pay) => ({ way: pay.way, row: pay.row ?? null, amount: pay.amount, reference: pay.reference, source_id: pay.source_id ?? null })),
			});
			if (!made) return;
			tell('good', cash < 0 && !isOnPaper ? t('tender.changed_out', { amount: money(-cash) }) : t('tender.changed'));
			onDone();
		} catch (error) {
			if (!(error instanceof ApiError && error.field === 'approver')) setWrong(error instanceof Error ? error.message : String(error));
		}
	}
	function go(): void {
		const next = ready();
		if (!next) return;
		if (!isChanged) return setWrong(t('tender.pick'));
		const byBank = sumOf(next, 'vietqr');
		/* It is there already: no QR, it is taken. */
		if (byBank > 0 && late && sumOf(credits(late, byBank)) === byBank) return void send(late.intent?.of_id ? late.cart_id! : newId(), [...next.filter((pay) => pay.way !== 'vietqr'), ...credits(late, byBank)]);
		if (byBank > 0) return setAsking(next);
		void send(newId(), next);
	}
	function credits(of: Told, most: number): Pay[] {
		let left = most;
		return of.parts.map((part) => {
			const took = Math.min(part.amount, left);
			left -= took;
			return { way: 'vietqr' as const, amount: took, given: null, reference: null, source_id: part.source_id };
		}).filter((pay) => pay.amount > 0);
	}
	/* What came takes the place of the VietQR part; where it was less, the rest stays as it was paid. */
	function came(payId: string, took: Pay[]): void {
		const list = asking!, rest = list.filter((pay) => pay.way !== 'vietqr');
		const missing = sumOf(list, 'vietqr') - sumOf(took);
		setAsking(null);
		if (missing > 0) {
			const back = typed.find((pay) => rest.every((each) => idOf(each.way, each.row) !== idOf(pay.way, pay.row))) ?? typed[0]!;
			const same = rest.findIndex((pay) => idOf(pay.way, pay.row) === idOf(back.way, back.row));
			if (same >= 0) rest[same] = { ...rest[same]!, amount: rest[same]!.amount + missing };
			else rest.push({ ...back, amount: missing });
		}
		void send(payId, [...rest, ...took]);
	}
	useEffect(() => {
		rightWayKeys.handle = (key) => {
			const picked = /^[1-9]$/.test(key) ? targets()[Number(key) - 1] : undefined;
			if (key === 'Escape') {
				if (to) setTo(null);
				else onDone();
			} else if (key === 'Enter') go();
			else if (key === '+') more();
			else if (key === 'ArrowDown' || key === 'ArrowUp') setFrom((i) => (i + (key === 'ArrowDown' ? 1 : pays.length - 1)) % Math.max(1, pays.length));
			else if (picked && sale) pick(picked);
			else early.current = picked ?? null;
			return true;
		};
		/* A digit pressed before the ticket was there. */
		if (sale && early.current) {
			pick(early.current);
			early.current = null;
		}
		return () => { rightWayKeys.handle = null; };
	});
	function inField(event: KeyboardEvent): void {
		if (!(event.target instanceof HTMLInputElement) || (event.key !== 'Enter' && event.key !== '+')) return;
		event.preventDefault();
		event.stopPropagation();
		if (event.key === '+') more();
		else go();
	}
	if (!sale) return <section class="rightway" aria-label={t('tender.change_way')}>{wrong && <Notice level="stop">{wrong}</Notice>}</section>;
	return (
		<section ref={box} tabIndex={-1} class="rightway" aria-labelledby="rightway-title" onKeyDown={inField}>
			<h2 id="rightway-title">{t('tender.change_way')} · {sale.receipt}</h2>
			<p>{t('tender.of', { ways: listed(sale.pays), total: money(sale.total) })}</p>
			{typed.length > 0 ? (
				<>
				{late && <Notice level="look">{t('tender.came', { amount: money(late.came) })}</Notice>}
					{pays.length > 1 && <div class="choices from" role="group" aria-label={t('tender.from')}>
						{pays.map((pay, i) => <button key={i} type="button" class="choice" aria-pressed={i === from} onClick={() => setFrom(i)}><span class="name">{t('tender.from_way', { way: nameOf(pay) })}</span><span class="price">{money(pay.amount)}</span></button>)}
					</div>}
					<div class="choices" role="group" aria-label={t('tender.change_way')}>
						{targets().map((each, i) => (
							<button key={each.id} type="button" class="choice" aria-pressed={to?.id === each.id} onClick={() => pick(each)}><kbd>{i + 1}</kbd><span class="name">{each.name}</span></button>
						))}
					</div>
					{to && <div class="rightway-part">
						<Field label={t('tender.to_way', { way: to.name })} inputMode="decimal" value={amount} onInput={(event) => setAmount(event.currentTarget.value)} hint={sum > 0 ? money(sum) : ''} />
						{to.way !== 'cash' && to.way !== 'vietqr' && <Field label={to.needsReference ? t('tender.reference_needed') : t('tender.reference')} maxLength={40} value={reference} onInput={(event) => setReference(event.currentTarget.value)} />}
						<Button kind="plain" icon="plus" hint="+" onClick={more}>{t('tender.more')}</Button>
					</div>}
					<Segments label={t('tender.why')} value={reason} onPick={setReason} options={whys.map((text, i) => ({ value: String(i + 1), text }))} />
					{isChanged && <p class="becomes"><Icon name="arrow-right-left" size={20} /> <span>{t('tender.becomes', { ways: listed(after) })}</span></p>}
					{isChanged && cash !== 0 && <p class={`drawer ${isOnPaper ? '' : 'look'}`}><Icon name="hand-coins" /> <strong>{t(isOnPaper ? (cash < 0 ? 'tender.paper_out' : 'tender.paper_in') : cash < 0 ? 'tender.cash_out' : 'tender.cash_in', { amount: money(Math.abs(cash)) })}</strong></p>}
					{isChanged && sale.rounding !== 0 && sumOf(after, 'cash') === 0 && <p class="soft">{t('tender.rounding', { amount: money(-sale.rounding) })}</p>}
				</>
			) : <Notice level="look">{t('tender.none')}</Notice>}
			<div role="alert">{wrong && <Notice level="stop">{wrong}</Notice>}</div>
			{(sale.tender_changes ?? []).map((each, i) => <p key={i} class="soft">{each.from} → {each.to}: {each.reason}</p>)}
			<div class="pair">
				<Button kind="plain" hint="Esc" onClick={onDone}>{t('back')}</Button>
				<Button kind="main" icon="check" hint="Enter" disabled={!isChanged} onClick={go}>{after.some((pay) => pay.way === 'vietqr') && !late ? t('tender.show_qr') : t('tender.send')}</Button>
			</div>
			{asking && <AskQr title={t('tender.change_way')} ofId={sale.id} amount={sumOf(asking, 'vietqr')} onPaid={came} onClose={() => setAsking(null)} />}
		</section>
	);
}
