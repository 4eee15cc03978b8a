/* Paying: a list of payments, split as people wish. A way's panel asks what the way needs and calls takePay(); when
 * nothing is left the sale is asked for, else the rest waits for the next way. What is taken already belongs to its ticket
 * and survives a reload of this page.
 *
 * Only what is paid in cash is rounded, down (B5): the part that other ways do not cover. The server reckons the same and
 * refuses another total. */
import { batch, computed, signal } from '@preact/signals';
import { ApiError, get, isPassing, post } from '../../lib/api';
import { readStored, writeStored } from '../../lib/kept';
import { cashRounding, money } from '../../lib/money';
import { rests } from '../../lib/once';
import { play } from '../../lib/sound';
import type { Cart, Pay, PrintState, Sale, Way } from '../../lib/types';
import { say } from '../../lib/ui';
import { t } from '../../lib/words';
import { cart, handDone, isPayOpen, loadTill, paidLast, paying, picked, till, type PayBody } from './cart';
import { goodsCome } from './lines';
import { back, entry, mode, notice, startMode, tell, tellError, times, view } from './shell';
import { modes, pays, type PayRow } from './tables';
import { waysOfHouse } from './ways';

/* ---- what is taken so far ---------------------------------------------------------------------------------------- */

const KEPT_PARTS = 'ocop.parts';
const PARTS_MAX = 6;                     /* payments of one sale, as the daemon takes them */
const TICKETS_MAX = 20;                  /* tickets whose parts are remembered */
type Parts = { cartId: string; list: Pay[] }[];


const parts = signal<Parts>(readStored<Parts>(KEPT_PARTS) ?? []);
function setParts(cartId: string, list: Pay[]): void {
	const rest = parts.value.filter((each) => each.cartId !== cartId).slice(0, TICKETS_MAX - 1);
	parts.value = list.length ? [{ cartId, list }, ...rest] : rest;
	writeStored(KEPT_PARTS, parts.value.length ? parts.value : null);
}
export const taken = computed<Pay[]>(() => parts.value.find((each) => each.cartId === cart.value?.id)?.list ?? []);
export const isMoneyDue = computed(() => (cart.value?.lines.length ?? 0) > 0 && !cart.value?.blocked);

const sum = (list: Pay[], isCash: boolean) => list.reduce((total, pay) => total + ((pay.way === 'cash') === isCash ? pay.amount : 0), 0);
/* What a ticket still wants: `left` by any way but cash, `leftCash` in cash, and what is taken off when the rest is cash. */
export interface Due { total: number; taken: number; left: number; leftCash: number; rounding: number }
export function dueOf(total: number, list: Pay[], unit: number): Due {
	const other = sum(list, false), cash = sum(list, true);
	const rounding = cashRounding(total - other, unit);
	return { total, taken: other + cash, left: total - other - cash, leftCash: total - other - cash - rounding, rounding };
}
/* In an exchange what comes back pays for a part (exchange.tsx). */
const payable = (now: Cart | null) => now?.due ?? now?.total ?? 0;
export const due = computed<Due>(() => dueOf(payable(cart.value), taken.value, till.value?.cash_round_unit ?? 0));

export function untake(i: number): void {
	const now = cart.value;
	if (now && !isPayOpen.value) setParts(now.id, taken.value.filter((_, at) => at !== i));
}

/* ---- a payment --------------------------------------------------------------------------------------------------- */

/* Before a way asks anything: is there something to pay? What waits is said at once, with the hand on it. The digits that
 * follow such a key are an amount or a reference, never a code or a choice: wantsDigits lets them run into nothing. */
export function mayStartPay(wantsDigits: boolean): boolean {
	const now = cart.value;
	if (isPayOpen.value) return false;
	goodsCome(() => undefined); /* a number typed for a row is that row's, here too */
	if (paying.value?.stage === 'paid' && now?.lines.length) paying.value = null;
	if (!now || now.lines.length === 0) {
		tell('look', t('pay.empty'));
		return false;
	}
	/* Nothing is left to pay: what comes back is worth as much, or more. */
	if (!now.blocked && (now.back || now.swap) && due.value.leftCash <= 0 && taken.value.length === 0) {
		startMode('give');
		return false;
	}
	if (!now.blocked) return true;
	const waits = now.lines.find((line) => line.state !== 'ok');
	if (waits) picked.value = waits.n;
	startMode(wantsDigits ? 'waits' : 'code');
	tell('look', now.blocked, 'attention');
	return false;
}
/* The mode of a way, with its panel. */
export function startPayMode(to: string, text = ''): void {
	if (mayStartPay(text === '')) startMode(to, text);
}
/* A part of the due that the next way shall cover; null: all that is left. Asked for by "*" in the way's panel (mode 'part'), or
 * typed before the way's key. */
export const asked = signal<number | null>(null);
export const askedNow = computed(() => Math.min(asked.value ?? Infinity, due.value.left));
const PART_MIN = 1000; /* what is typed before a way's key and is less is a number typed halfway */
mode.subscribe((now) => { if (now === 'code') asked.value = null; });
/* The press on a way, by key or finger. What was typed for another way, or before it, is a part of the due. */
export function startWay(row: PayRow): void {
	const part = modes[mode.value]?.part;
	if (part && row.way !== 'cash') {
		if (!part()) return;
	} else if (mode.value === 'code' && !times.value && Number(entry.value) >= PART_MIN && cart.value?.lines.length && row.way !== 'cash') asked.value = Number(entry.value);
	row.start();
}
/* Stands for a way not chosen yet: opens the list of them. */
export const anyWay: PayRow = { id: 'other', way: 'transfer', rank: 0, word: 'pay.other', icon: 'list', start: () => startPayMode('ways') };

/* One payment: of the whole, or a part. amount is what it covers of the total; cash has `given` beside it. */
export function takePay(pay: Pay): void {
	const now = cart.value;
	if (!now || isPayOpen.value || paying.value?.stage === 'paid' || !mayStartPay(false)) return;
	const most = pay.way === 'cash' ? due.value.leftCash : due.value.left;
	if (pay.amount > most) {
		tell('look', t('pay.too_much', { amount: money(Math.max(0, most)) }), 'attention');
		return;
	}
	/* Cash by cash is one payment; cash that the rounding leaves nothing of is named too, else nothing is rounded. */
	const had = pay.way === 'cash' ? taken.value.find((each) => each.way === 'cash') : undefined;
	const joined = had ? { ...had, amount: had.amount + pay.amount, given: (had.given ?? had.amount) + (pay.given ?? pay.amount) } : pay;
	const list = [...taken.value.filter((each) => each !== had), joined].filter((each) => each.amount > 0 || each.way === 'cash');
	const then = dueOf(payable(now), list, till.value?.cash_round_unit ?? 0);
	const isDone = pay.way === 'cash' ? then.leftCash <= 0 : then.left <= 0;
	if (isDone) {
		void settlePay(now.id, { total: list.reduce((total, each) => total + each.amount, (now.back ?? now.swap)?.used ?? 0), pays: list }, false);
		return;
	}
	if (list.length >= PARTS_MAX) {
		tell('look', t('pay.too_many', { count: PARTS_MAX }), 'attention');
		return;
	}
	batch(() => {
		setParts(now.id, list);
		back();
	});
	play('hit');
	tell('good', t('pay.part_taken', { amount: money(pay.amount), left: money(then.left) }));
}

/* An exchange in which the customer adds nothing. */
export interface GiveBack { back_way: Way; back_total: number; back_payee: object | null }
export function settleExchange(give: GiveBack): void {
	const now = cart.value;
	if (now?.back && !isPayOpen.value) void settlePay(now.id, { total: now.back.used, pays: [], ...give }, false);
	else if (now?.swap && !isPayOpen.value) void settlePay(now.id, { total: now.swap.used, pays: [] }, false);
}

const KEPT = 'ocop.paying'; /* a payment whose outcome is not known survives a reload of the page */

/* Asks until the truth is known. The sale has the cart's id, so asking again can only bring the same sale. It never overtakes what was scanned
 * or changed before it: where that changed the total, the daemon says so and no money is taken. */
async function settlePay(cartId: string, body: PayBody, wasAsked: boolean): Promise<void> {
	const heard = prints.heard;
	paying.value = { stage: wasAsked ? 'asking' : 'sending', cartId, body };
	if (!wasAsked) await handDone();
	writeStored(KEPT, { cartId, body });
	for (let isFirst = !wasAsked; ; isFirst = false) {
		try {
			if (!isFirst) {
				const known = await get<Sale>(`/sales/${cartId}`).catch((error: unknown) => {
					if (error instanceof ApiError && error.status === 404) return null;
					throw error;
				});
				if (known) return paid(known, heard);
			}
			return paid(await post<Sale>(`/carts/${cartId}/pay`, { id: cartId, ...body }, 0), heard);
		} catch (error) {
			if (!isPassing(error) && !(error instanceof ApiError && error.status === 401)) {
				writeStored(KEPT, null);
				paying.value = null;
				back();
				tellError(error);
				void loadTill();
				return;
			}
			paying.value = { stage: 'asking', cartId, body };
			await new Promise((done) => setTimeout(done, 1000));
		}
	}
}
export const paidAt = { now: -Infinity }; /* of performance.now() */
function paid(sale: Sale, heard: number): void {
	writeStored(KEPT, null);
	paidAt.now = performance.now();
	paidLast.id = sale.id;
	batch(() => {
		back();
		notice.value = null;
		setParts(sale.id, []);
		paying.value = { stage: 'paid', sale };
		cart.value = null;
		picked.value = null;
		if (till.value) {
			till.value = { ...till.value, active_cart_id: null, carts: till.value.carts.filter((head) => head.id !== sale.id),
				last_sale: { id: sale.id, receipt: sale.receipt, total: sale.total, at_us: sale.at_us } };
		}
	});
	play('paid');
	say(t('paid.said', { receipt: sale.receipt, change: money(sale.change) }));
	/* The news of its paper may have overtaken the answer. */
	if (prints.heard !== heard) printNews();
}
export function resumePay(): void {
	const kept = readStored<{ cartId: string; body: PayBody }>(KEPT);
	if (kept) void settlePay(kept.cartId, kept.body, true);
}

/* ---- afterwards -------------------------------------------------------------------------------------------------- */

export function wayName(pay: Pay): string {
	const row = waysOfHouse().find((each) => each.id === (pay.row ? `${pay.way}:${pay.row}` : pay.way)) ?? pays.find((each) => each.way === pay.way);
	if (row?.says) return row.says(pay);
	if (row?.text) return row.text + (pay.reference ? ` (${pay.reference})` : '');
	return (row ? t(row.word) : pay.way) + (pay.reference ? ` (${pay.reference})` : '');
}

export function showSale(sale: Sale): void {
	paidAt.now = performance.now();
	view.value = 'sell';
	paying.value = { stage: 'paid', sale };
	void loadTill();
}

/* Prints again: the original while nobody knows whether it came out, else a numbered copy; a second press in haste is no second copy. */
const printed = { id: '', at: -Infinity };
export async function printAgain(id: string, state: PrintState | 'none'): Promise<void> {
	if (printed.id === id && rests(printed.at)) return;
	Object.assign(printed, { id, at: performance.now() });
	try {
		if (state === 'failed' || state === 'unknown') {
			await post(`/sales/${id}/print`, {});
			tell('good', t('print.again'));
		} else {
			const { copy } = await post<{ copy: number }>(`/sales/${id}/copies`, {});
			tell('good', t('print.copy', { copy }));
		}
	} catch (error) { tellError(error); }
}

const prints = { heard: 0 };
/* Something was printed, or was not: the paid ticket in sight says how its paper goes. */
export function printNews(): void {
	const heard = ++prints.heard, now = paying.value;
	if (now?.stage !== 'paid') return;
	void get<Sale>(`/sales/${now.sale.id}`).then((sale) => {
		/* Answers may change places; the last one asked for is the newest. */
		if (heard === prints.heard && paying.value?.stage === 'paid' && paying.value.sale.id === sale.id) paying.value = { stage: 'paid', sale };
	}).catch(() => undefined);
}
