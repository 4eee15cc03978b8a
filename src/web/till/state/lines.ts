/* Goods into the cart, and what is done to a line. A sound and a sentence for each change; their twin on the screen is the
 * flash and the row's own state. */
import { batch, signal } from '@preact/signals';
import { ApiError, post } from '../../lib/api';
import { money, quantity, readQuantity } from '../../lib/money';
import { play, type Sound } from '../../lib/sound';
import type { Cart, CartLine, Tile } from '../../lib/types';
import { say } from '../../lib/ui';
import { t } from '../../lib/words';
import { cart, groups, inTurn, lineAt, openCart, paidLast, paying, picked, settling, showCart } from './cart';
import { back, entry, mode, notice, showReturn, startMode, tell, times, view } from './shell';
import { modes, scanTakers } from './tables';

export const weighing = signal<Tile | null>(null);      /* whose weight is asked for (mode 'weigh') */

export function answerLine(next: Cart, n: number | undefined): void {
	const line = next.lines.find((each) => each.n === n);
	if (!line) return;
	const sound = line.state === 'stopped' || line.state === 'unknown' ? 'stop' : line.state === 'choose' || line.notes.some((note) => note.level !== 'info') ? 'attention' : 'hit';
	play(sound);
	sayBehind(rowWords(line), sound);
	say(`${line.name || line.code} ${quantity(line.qty_milli)} ${line.unit}. ${stateWord(line.state)}`);
}
/* A sheet covers the row: what became of the scan is said there. */
export const rowWords = (line: CartLine) => [`${line.name || line.code} × ${quantity(line.qty_milli)}`, stateWord(line.state)].filter(Boolean).join(': ');
export function sayBehind(goods: string, sound: Sound): void {
	if (view.value !== 'sell') tell(sound === 'hit' ? 'good' : sound === 'attention' ? 'look' : 'stop', t('scan.behind', { goods }));
}
export function stateWord(state: CartLine['state']): string {
	switch (state) {
	case 'ok': return '';
	case 'choose': return t('line.choose');
	case 'unknown': return t('line.unknown');
	case 'stopped': return t('line.stopped');
	}
}

/* What the mode in hand makes of goods that come; `otherwise` where it has no wish of its own. */
export function goodsCome(otherwise: () => void, hand?: number): void {
	const wish = modes[mode.value]?.goods;
	if (wish) wish(hand);
	else otherwise();
}

/* Goods that come while nobody knows yet what became of a payment wait for it: they are the next customer's. Those that came before it
 * are its ticket's: it waits for them (settlePay). */
const openPay = (): string | null => { const now = paying.value; return now && now.stage !== 'paid' ? now.cartId : null; };
async function payOver(cartId: string | null): Promise<void> {
	if (!cartId) return;
	await new Promise<void>((done) => {
		const end: { watch?: () => void } = {};
		end.watch = paying.subscribe(() => {
			if (openPay() !== cartId) setTimeout(() => { end.watch?.(); done(); }, 0);
		});
	});
	if (paidLast.id !== cartId) throw new Error(t('pay.scan_again'));
	const now = paying.value;
	if (now?.stage === 'paid' && now.sale.change > 0) setTimeout(() => tell('good', t('pay.change_was', { receipt: now.sale.receipt, amount: money(now.sale.change) })), SEEN_MS);
}
const SEEN_MS = 100; /* after what the scan itself has to say */

/* ---- scans ------------------------------------------------------------------------------------------------------ */

export function scan(code: string): void {
	if (/^%?R[0-9A-Z*]{27}$|\/l\/R[0-9A-Z]{26}[0-9A-Z-]$/i.test(code)) return showReturn(code);
	notice.value = null;
	goodsCome(back); /* now, not with the answer: what the hand began after the scan stays */
	const pay = openPay();
	void inTurn(async () => {
		await payOver(pay);
		const into = await openCart();
		const next = await post<Cart & { changed: number }>(`/carts/${into.id}/scan`, { code }).catch((error: unknown) => {
			/* The number of a receipt, typed or read, is no goods: it opens it. */
			if (!(error instanceof ApiError && error.field === 'code' && /^[0-9A-Z]{1,12}-\d+-\d+$/i.test(code))) throw error;
			showReturn(code);
			return null;
		});
		if (!next) return;
		showCart(next, next.changed);
		answerLine(next, next.changed);
	});
}
/* While a scanner is being tried its codes come here, and are no goods. scanner: null: in keyboard mode. */
export interface Caught { code: string; isGarbled: boolean; scanner: string | null }
export const catching = signal<((caught: Caught) => void) | null>(null);

export function scanned(code: string, isGarbled: boolean): void {
	if (catching.value) return catching.value({ code, isGarbled, scanner: null });
	if (isGarbled) {
		tell('look', t('scan.garbled'), 'attention');
		return;
	}
	if (modes[mode.value]?.scan?.(code) || scanTakers.some((take) => take(code))) return;
	const count = times.value;
	goodsCome(back);
	scan(count ? `${count}*${code}` : code);
}

/* "6 *" and then a scanner of the server's: it put one on the line, and what it added is wanted six times. */
let beforeTimes: Cart | null = null;
export function startTimes(count: string): void {
	batch(() => {
		beforeTimes = cart.value;
		times.value = count;
		entry.value = '';
	});
}
export function multiply(cartId: string, n: number, qty: number): void {
	const had = beforeTimes?.id === cartId ? beforeTimes.lines.find((line) => line.n === n)?.qty_milli ?? 0 : 0;
	const milli = readQuantity(times.value!, 3) ?? 1000;
	back();
	void inTurn(async () => {
		const next = await post<Cart & { changed: number }>(`/carts/${cartId}/lines/${n}/qty`, { qty_milli: had + Math.round((qty - had) * milli / 1000) });
		showCart(next, n);
		answerLine(next, n);
	});
}

/* ---- tiles ------------------------------------------------------------------------------------------------------ */

function settle(tile: Tile): boolean {
	const line = lineAt(settling.value);
	settling.value = null;
	if (line?.state !== 'unknown') return false;
	picked.value = line.n;
	lineAct(line.n, 'become', { item_id: tile.id });
	if (tile.decimals > 0) startMode('quantity');
	return true;
}
export function addTile(tile: Tile): void {
	if (settle(tile)) return;
	if (tile.decimals > 0 && !times.value) {
		startMode('weigh');
		weighing.value = tile;
		return;
	}
	const milli = readQuantity(times.value ?? '1', tile.decimals) ?? 1000;
	back();
	addItem(tile.id, milli);
}
/* Goods sold by weight under this short number: the quantity is asked first, never guessed. */
export function weighedOf(short: string): Tile | null {
	return times.value ? null : groups.value.flatMap((group) => group.items).find((tile) => tile.decimals > 0 && String(tile.short_number) === short) ?? null;
}
export function addItem(itemId: string, milli: number): void {
	notice.value = null;
	const pay = openPay();
	void inTurn(async () => {
		await payOver(pay);
		const into = await openCart();
		const before = into.lines;
		const next = await post<Cart & { changed?: number }>(`/carts/${into.id}/add`, { item_id: itemId, qty_milli: milli });
		const line = next.changed ?? next.lines.find((each) => before.find((was) => was.n === each.n)?.qty_milli !== each.qty_milli)?.n;
		showCart(next, line);
		answerLine(next, line);
	});
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

/* POST /carts/:id/lines/:n/WHAT; `hand`: the row that the hand is on afterwards, where it is not this one. */
export function lineAct(n: number, what: string, body: object, hand?: number): void {
	const id = cart.value?.id;
	if (!id) return;
	notice.value = null; /* what was said of the row may no longer be so */
	back();
	void inTurn(async () => {
		const next = await post<Cart>(`/carts/${id}/lines/${n}/${what}`, body);
		showCart(next);
		if (lineAt(hand ?? null)) picked.value = hand!;
		play('hit');
	});
}
export function choose(line: CartLine, key: number): void {
	if (line.choices.some((choice) => choice.key === key)) lineAct(line.n, 'choose', { key });
}
export function setQuantity(n: number, milli: number, hand?: number): void {
	lineAct(n, 'qty', { qty_milli: milli }, hand);
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
