/* What the till page knows, as signals, and everything it does about it. The carts live on the server: this page shows
 * the active one and asks for changes one after the other, in the order of the hand. */
import { batch, computed, signal } from '@preact/signals';
import { ApiError, get, isPassing, post, query } from '../lib/api';
import { money, quantity, readMoney, readQuantity } from '../lib/money';
import { play, type Sound } from '../lib/sound';
import type { Cart, CartHead, CartLine, Pay, PrintState, Sale, Tile, TileGroup, Till, Way } from '../lib/types';
import { loadSession, session, touched } from '../lib/signin';
import { say, type Level } from '../lib/ui';
import { t } from '../lib/words';

export type View = 'sell' | 'sales' | 'return' | 'shift';
/* What digits and Enter mean now. code: a short number; the rest: what the person was asked for. */
export type Mode = 'code' | 'quantity' | 'weigh' | 'cash' | 'transfer' | 'remove' | 'parked' | 'drop';

export const till = signal<Till | null>(null);
export const groups = signal<TileGroup[]>([]);
export const cart = signal<Cart | null>(null);
export const picked = signal<number | null>(null);      /* line under the hand */
export const fresh = signal<{ n: number; at: number } | null>(null); /* line that changed last: it flashes */
export const view = signal<View>('sell');
export const mode = signal<Mode>('code');
export const entry = signal('');                        /* what was typed so far */
export const isSuggested = signal(false);               /* the entry was put there: the next digit replaces it */
export const times = signal<string | null>(null);       /* "6" after "6 *" */
export const weighing = signal<Tile | null>(null);
export const notice = signal<{ level: Level; text: string; at: number } | null>(null);
export const isHelpOpen = signal(false);
export const searchText = signal('');
export const searchFocus = signal(0);                   /* counts F3 */
export const openReceipt = signal<string | null>(null); /* code, number or id of the sale that the return page is to open */

export type Paying = null
	| { stage: 'sending' | 'asking'; cartId: string; body: PayBody }
	| { stage: 'paid'; sale: Sale };
export const paying = signal<Paying>(null);
interface PayBody { total: number; pays: Pay[] }

export const notes = computed(() => (till.value?.notes ?? []).map((note) => note.value)); /* largest first */
export const tillId = signal<string | null>(null);
export const parked = computed<CartHead[]>(() => (till.value?.carts ?? []).filter((head) => head.is_parked));
export const tickets = computed<CartHead[]>(() => (till.value?.carts ?? []).filter((head) => !head.is_parked));
/* Where a parked ticket lies, when it is not here. */
export function elsewhere(head: CartHead): string | null {
	return head.till_id === tillId.value ? null : session.value?.tills.find((each) => each.id === head.till_id)?.code ?? null;
}
/* The row whose choices the digits mean: the one under the hand, else the first that waits. */
export const choosing = computed<CartLine | null>(() => {
	const lines = (cart.value?.lines ?? []).filter((line) => line.choices.length > 0);
	return lines.find((line) => line.n === picked.value) ?? lines.find((line) => line.state !== 'ok') ?? null;
});
export const isMoneyDue = computed(() => (cart.value?.lines.length ?? 0) > 0 && !cart.value?.blocked);
export const isPayOpen = computed(() => paying.value?.stage === 'sending' || paying.value?.stage === 'asking');

export function reasons(): string[] {
	return [t('reason.mind'), t('reason.scan'), t('reason.count'), t('reason.faulty'), t('reason.other')];
}

const TOLD_MS = 6000; /* what is well goes by itself; the rest stays until the next act */
view.subscribe(() => { notice.value = null; });
export function tell(level: Level, text: string, sound?: Sound): void {
	const mine = { level, text, at: Date.now() };
	notice.value = mine;
	if (level === 'good' || level === 'off') setTimeout(() => { if (notice.value === mine) notice.value = null; }, TOLD_MS);
	say(text);
	if (sound) play(sound);
}
function tellError(error: unknown): void {
	tell('stop', error instanceof Error ? error.message : String(error), 'stop');
}

export function back(): void {
	batch(() => {
		mode.value = 'code';
		entry.value = '';
		isSuggested.value = false;
		times.value = null;
		weighing.value = null;
	});
}

/* ---- one change after the other -------------------------------------------------------------------------------- */

let queue: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
	const mine = queue.then(work).catch((error: unknown) => {
		tellError(error);
		if (error instanceof ApiError && (error.code === 'conflict' || error.code === 'missing')) void loadTill();
		return null;
	});
	queue = mine;
	return mine;
}

/* ---- the till and its carts ------------------------------------------------------------------------------------ */

function sellsNow(): boolean {
	return paying.value === null || paying.value.stage === 'paid';
}

export function showCart(next: Cart | null, changed?: number): void {
	const before = cart.value;
	if (next && before && next.id === before.id && next.version < before.version) return;
	batch(() => {
		cart.value = next;
		if (!next) {
			picked.value = null;
			return;
		}
		if (mode.value === 'cash' && isSuggested.value) entry.value = String(next.cash_total);
		const isSame = before?.id === next.id;
		const moved = changed ?? (isSame ? next.lines.find((line) => {
			const was = before.lines.find((each) => each.n === line.n);
			return !was || was.qty_milli !== line.qty_milli || was.state !== line.state;
		})?.n : undefined);
		if (moved !== undefined) {
			picked.value = moved;
			fresh.value = { n: moved, at: Date.now() };
		}
		if (!next.lines.some((line) => line.n === picked.value))
			picked.value = next.lines.length ? next.lines[next.lines.length - 1]!.n : null;
		if (next.lines.length > 0 && paying.value?.stage === 'paid') paying.value = null;
		if (till.value) {
			const head: CartHead = { id: next.id, till_id: next.till_id, label: next.label, lines_count: next.lines.length, total: next.total,
				is_parked: next.is_parked, version: next.version, updated_us: Date.now() * 1000 };
			const rest = till.value.carts;
			const at = rest.findIndex((each) => each.id === next.id);
			till.value = { ...till.value, active_cart_id: next.id, carts: at < 0 ? [...rest, head] : rest.map((each, i) => i === at ? { ...head, updated_us: each.updated_us } : each) };
		}
	});
}

let loading = 0;
/* Asks for everything anew: at the start, after a gap of the stream, when someone else changed the carts. */
export async function loadTill(): Promise<void> {
	if (!tillId.value) return;
	const mine = ++loading;
	try {
		const next = await get<Till>('/till' + query({ till_id: tillId.value }));
		const active = next.active_cart_id ? await get<Cart>(`/carts/${next.active_cart_id}`) : null;
		if (mine !== loading) return;
		till.value = next;
		if (active?.id !== cart.value?.id || (active && active.version > (cart.value?.version ?? -1))) showCart(active);
	} catch (error) {
		if (mine === loading) setTimeout(() => void loadTill(), 2000);
		if (!isPassing(error) && !(error instanceof ApiError && error.status === 401)) tellError(error);
	}
}
export async function loadTiles(): Promise<void> {
	try {
		/* The largest first: bags and wrapping, few, come last. */
		groups.value = (await get<{ groups: TileGroup[] }>('/till/tiles')).groups.sort((a, b) => b.items.length - a.items.length);
	} catch (error) {
		if (isPassing(error)) setTimeout(() => void loadTiles(), 3000);
	}
}

async function openCart(): Promise<Cart> {
	if (cart.value && !cart.value.is_parked) return cart.value;
	const made = await post<Cart>('/carts', { till_id: tillId.value });
	showCart(made);
	return made;
}

export function newTicket(): void {
	back();
	void inTurn(async () => {
		if (paying.value?.stage === 'paid') {
			paying.value = null;
			if (cart.value) return;
		}
		if (cart.value && cart.value.lines.length === 0) return;
		showCart(await post<Cart>('/carts', { till_id: tillId.value }));
	});
}
export function switchTo(id: string): void {
	if (id === cart.value?.id) return;
	back();
	void inTurn(async () => {
		showCart(await post<Cart>(`/carts/${id}/recall`, { till_id: tillId.value }));
	});
}
export function park(): void {
	const now = cart.value;
	if (!now || now.lines.length === 0) {
		if (parked.value.length) mode.value = mode.value === 'parked' ? 'code' : 'parked';
		else tell('off', t('parked.none'));
		return;
	}
	void inTurn(async () => {
		await post(`/carts/${now.id}/park`, { label: null });
		showCart(null);
		await loadTill();
		tell('good', t('parked.done'));
	});
}
/* reason: its number in reasons(), from 1 */
export function drop(reason: number): void {
	const now = cart.value;
	if (!now) return;
	back();
	void inTurn(async () => {
		await post(`/carts/${now.id}/drop`, { reason });
		showCart(null);
		await loadTill();
		tell('good', t('drop.done'));
	});
}

/* ---- goods into the cart --------------------------------------------------------------------------------------- */

/* Sound and words for the line that changed: its twin on the screen is the flash and the row's own state. */
function answerLine(next: Cart, n: number | undefined): void {
	const line = next.lines.find((each) => each.n === n);
	if (!line) return;
	if (line.state === 'stopped' || line.state === 'unknown') play('stop');
	else if (line.state === 'choose' || line.notes.some((note) => note.level !== 'info')) play('attention');
	else play('hit');
	say(`${line.name || line.code} ${quantity(line.qty_milli)} ${line.unit}. ${stateWord(line.state)}`);
}
export function stateWord(state: CartLine['state']): string {
	switch (state) {
	case 'ok': return '';
	case 'choose': return t('line.choose');
	case 'unknown': return t('line.unknown');
	case 'stopped': return t('line.stopped');
	}
}

function showReturn(receipt: string): void {
	openReceipt.value = receipt;
	view.value = 'return';
}

export function scan(code: string): void {
	if (/^%?R[0-9A-Z]{27}$/i.test(code)) return showReturn(code);
	notice.value = null;
	back(); /* now, not with the answer: what the hand began after the scan stays */
	void inTurn(async () => {
		if (isPayOpen.value) throw new Error(t('pay.wait'));
		const into = await openCart();
		const next = await post<Cart & { changed: number }>(`/carts/${into.id}/scan`, { code });
		showCart(next, next.changed);
		answerLine(next, next.changed);
	});
}
export function scanned(code: string, isGarbled: boolean): void {
	if (isGarbled) {
		tell('look', t('scan.garbled'), 'attention');
		return;
	}
	const count = times.value;
	back();
	scan(count ? `${count}*${code}` : code);
}

export function addTile(tile: Tile): void {
	if (tile.decimals > 0 && !times.value) {
		back();
		weighing.value = tile;
		mode.value = 'weigh';
		return;
	}
	const milli = readQuantity(times.value ?? '1', tile.decimals) ?? 1000;
	back();
	add(tile, milli);
}
/* Goods sold by weight under this short number: the quantity is asked first, never guessed. */
export function weighedOf(short: string): Tile | null {
	return times.value ? null : groups.value.flatMap((group) => group.items).find((tile) => tile.decimals > 0 && String(tile.short_number) === short) ?? null;
}
export function addWeighed(tile: Tile, milli: number): void {
	back();
	add(tile, milli);
}
function add(tile: Tile, milli: number): void {
	notice.value = null;
	void inTurn(async () => {
		if (isPayOpen.value) throw new Error(t('pay.wait'));
		const into = await openCart();
		const before = into.lines;
		const next = await post<Cart & { changed?: number }>(`/carts/${into.id}/add`, { item_id: tile.id, qty_milli: milli });
		const line = next.changed ?? next.lines.find((each) => before.find((was) => was.n === each.n)?.qty_milli !== each.qty_milli)?.n;
		showCart(next, line);
		answerLine(next, line);
	});
}

function lineAct(n: number, what: string, body: object): void {
	const id = cart.value?.id;
	if (!id) return;
	back();
	void inTurn(async () => {
		const next = await post<Cart>(`/carts/${id}/lines/${n}/${what}`, body);
		showCart(next);
		play('hit');
	});
}
export function choose(line: CartLine, key: number): void {
	if (line.choices.some((choice) => choice.key === key)) lineAct(line.n, 'choose', { key });
}
export function setQuantity(n: number, milli: number): void {
	lineAct(n, 'qty', { qty_milli: milli });
}
/* reason: its number in reasons(), from 1 */
export function remove(n: number, reason: number): void {
	lineAct(n, 'remove', { reason });
}
export function pickNext(step: 1 | -1): void {
	const lines = cart.value?.lines ?? [];
	if (!lines.length) return;
	const at = lines.findIndex((line) => line.n === picked.value);
	picked.value = lines[Math.max(0, Math.min(lines.length - 1, at < 0 ? lines.length - 1 : at + step))]!.n;
}

/* ---- payment --------------------------------------------------------------------------------------------------- */

const KEPT = 'ocop.paying'; /* a payment whose outcome is not known survives a reload of the page */
function keep(body: { cartId: string; body: PayBody } | null): void {
	try {
		if (body) sessionStorage.setItem(KEPT, JSON.stringify(body));
		else sessionStorage.removeItem(KEPT);
	} catch { /* then the server's carts tell what is open */ }
}

export function startPay(way: 'cash' | 'exact' | 'transfer'): void {
	const now = cart.value;
	if (isPayOpen.value) return;
	if (paying.value?.stage === 'paid' && now?.lines.length) paying.value = null;
	if (!now || now.lines.length === 0) {
		tell('look', t('pay.empty'));
		return;
	}
	/* What waits is said now and refused at the end: the digits that follow are an amount, never a code or a choice. */
	if (now.blocked) tell('look', now.blocked, 'attention');
	batch(() => {
		back();
		mode.value = way === 'transfer' ? 'transfer' : 'cash';
		if (way === 'exact') {
			entry.value = String(now.cash_total);
			isSuggested.value = true;
		}
	});
}
export const given = computed<number | null>(() => mode.value === 'cash' && entry.value ? readMoney(entry.value) : null);

export function confirmPay(): void {
	const now = cart.value;
	if (!now || isPayOpen.value || paying.value?.stage === 'paid') return;
	if (now.blocked) {
		tell('look', now.blocked, 'attention');
		return;
	}
	let pay: Pay;
	if (mode.value === 'cash') {
		if (given.value === null) {
			tell('look', t('pay.how_much'), 'attention');
			return;
		}
		if (given.value < now.cash_total) {
			tell('look', t('pay.short', { amount: money(now.cash_total - given.value) }), 'attention');
			return;
		}
		pay = { way: 'cash', amount: now.cash_total, given: given.value, reference: null };
	} else {
		pay = { way: 'transfer' as Way, amount: now.total, given: null, reference: entry.value || null };
	}
	void settlePay(now.id, { total: pay.amount, pays: [pay] }, false);
}

/* Asks until the truth is known. The sale has the cart's id, so asking again can only bring the same sale. */
async function settlePay(cartId: string, body: PayBody, wasAsked: boolean): Promise<void> {
	const heard = printsHeard;
	paying.value = { stage: wasAsked ? 'asking' : 'sending', cartId, body };
	keep({ cartId, body });
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
				keep(null);
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
function paid(sale: Sale, heard: number): void {
	keep(null);
	batch(() => {
		back();
		notice.value = null;
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
	if (printsHeard !== heard) handlers.print();
}
export function resumePay(): void {
	try {
		const text = sessionStorage.getItem(KEPT);
		if (!text) return;
		const kept = JSON.parse(text) as { cartId: string; body: PayBody };
		void settlePay(kept.cartId, kept.body, true);
	} catch { keep(null); }
}

export function showSale(sale: Sale): void {
	view.value = 'sell';
	paying.value = { stage: 'paid', sale };
	void loadTill();
}

/* Prints again: the original while nobody knows whether it came out, else a numbered copy. */
export async function printAgain(id: string, state: PrintState): Promise<void> {
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

/* "6 *" and then a scanner of the server's: it put one on the line, and what it added is wanted six times. */
export function startTimes(count: string): void {
	batch(() => {
		beforeTimes = cart.value;
		times.value = count;
		entry.value = '';
	});
}
let beforeTimes: Cart | null = null;
function multiply(cartId: string, n: number, qty: number): void {
	const had = beforeTimes?.id === cartId ? beforeTimes.lines.find((line) => line.n === n)?.qty_milli ?? 0 : 0;
	const milli = readQuantity(times.value!, 3) ?? 1000;
	back();
	void inTurn(async () => {
		const next = await post<Cart & { changed: number }>(`/carts/${cartId}/lines/${n}/qty`, { qty_milli: had + Math.round((qty - had) * milli / 1000) });
		showCart(next, n);
		answerLine(next, n);
	});
}

/* ---- what the server says by itself ---------------------------------------------------------------------------- */

const SHOWN_MS = 1000;
let printsHeard = 0;
export const handlers = {
	cart(data: { cart_id: string; version: number; cart: Cart | null }) {
		const mine = cart.value;
		if (mine?.id === data.cart_id) {
			if (data.version <= mine.version) return;
			if (data.cart && !data.cart.is_parked) return showCart(data.cart);
		}
		if (!sellsNow()) return;
		void loadTill();
	},
	scan(data: { till_id: string; sound: Sound; text: string; kind: string; thing: string | null; cart_id?: string; n?: number; qty_milli?: number }) {
		if (data.till_id !== tillId.value) return;
		touched();
		if (data.kind === 'item' && times.value !== null) return multiply(data.cart_id!, data.n!, data.qty_milli!);
		if (data.kind === 'receipt' && data.thing) return showReturn(data.thing);
		play(data.sound);
		const isOnRow = fresh.value !== null && Date.now() - fresh.value.at < SHOWN_MS; /* the row itself says it */
		if (data.text && data.sound !== 'hit' && !isOnRow) tell(data.sound === 'stop' ? 'stop' : 'look', data.text);
		else notice.value = null;
	},
	sale(data: { id: string; receipt: string }) {
		if (till.value && till.value.last_sale?.id !== data.id) void loadTill();
	},
	print() {
		const heard = ++printsHeard, now = paying.value;
		if (now?.stage !== 'paid') return;
		void get<Sale>(`/sales/${now.sale.id}`).then((sale) => {
			/* Answers may change places; the last one asked for is the newest. */
			if (heard === printsHeard && paying.value?.stage === 'paid' && paying.value.sale.id === sale.id) paying.value = { stage: 'paid', sale };
		}).catch(() => undefined);
	},
	printer(data: { state: Till['printer']['state']; reason: string | null }) {
		if (till.value) till.value = { ...till.value, printer: { ...till.value.printer, ...data } };
	},
	scanner() { void loadTill(); },
	shift() { void loadTill(); },
	goods() { void loadTiles(); },
	parked() { if (sellsNow()) void loadTill(); },
	/* This session is over; in this browser another one may have begun meanwhile. */
	signed_out() { void loadSession(); },
	reload() {
		void loadTill();
		void loadTiles();
	},
};
