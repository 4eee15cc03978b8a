/* What the second screen knows: the till's answer to GET /screen, asked anew whenever the till says that something is
 * different; the goods of the idle picture; and what a customer scanned last. It sends nothing that changes anything. */
import { signal } from '@preact/signals';
import { ApiError, get, query } from '../lib/api';
import { listen, stream } from '../lib/events';
import { lang, speak, type GuestWord, type Lang } from '../lib/guest';
import type { Qr } from './qr';

export interface Line {
	n: number; name: string | null; qty_milli: number; unit: string; decimals: number; amount: number; discount: number;
	producer: string | null; commune: string | null; stars: number; is_waiting: boolean;
}
/* Of an exchange: what was brought and what becomes of its worth. */
export interface Back { lines: { name: string; qty_milli: number; unit: string; amount: number }[]; worth: number; give: number; kept: number }
export interface Pay { amount: number; qr: Qr | null; state: 'none' | 'waiting' | 'confirmed' | 'wrong_amount' | 'double' | 'over' }
export interface Screen {
	till_id: string; till_code: string; shop: string; site: string; now_us: number; lang: Lang;
	cart: { lines: Line[]; total: number; discount: number; due: number; back: Back | null } | null;
	pay: Pay | null;
	thanks: { at_us: number; receipt: string; total: number; change: number; given_back: number; is_exchange: boolean; qr: Qr | null } | null;
}
export interface Good {
	item_id: string; name: string; name_vi: string | null; unit: string; price: number | null; producer: string | null; commune: string | null;
	stars: number; image: string | null; story: string | null; storage: string | null; usage: string | null;
}

const CHECK_MS = 10000;
const CODE_MAX = 100;
const RETRY_MS = 3000;
const GOODS_MS = 300000;
const THANKS_MS = 90000;

export const screen = signal<Screen | null>(null);
export const goods = signal<Good[]>([]);
export const checked = signal<{ goods: Good[]; says: GuestWord | null } | null>(null);
export const typed = signal('');                    /* of a code, by whatever keys there are */
export const refusal = signal('');                  /* why this browser may not show a till */
export const picked = signal<Lang | null>(null);    /* the language that was touched; null: the ticket's */

let asking = 0;
let over = 0;
let retry = 0;
let goodsAt = 0;
let ended = '';  /* the receipt whose thanks are over */

export async function load(): Promise<void> {
	const mine = ++asking;
	clearTimeout(retry);
	try {
		const next = await get<Screen>('/screen' + query({ lang: picked.value }));
		if (mine !== asking) return;
		refusal.value = '';
		if (screen.value?.cart && !next.cart) picked.value = null;
		/* Another ticket was begun: what was paid before it is not shown again. */
		if (next.cart) ended = screen.value?.thanks?.receipt ?? ended;
		if (next.thanks?.receipt === ended) next.thanks = null;
		screen.value = next;
		if (lang.value !== next.lang) {
			speak(next.lang);
			goodsAt = 0;
		}
		follow(next.till_id);
		clearTimeout(over);
		if (next.thanks) over = window.setTimeout(() => void load(), THANKS_MS - (next.now_us - next.thanks.at_us) / 1000 + 200);
		if (!next.cart) void loadGoods();
	} catch (error) {
		if (mine !== asking) return;
		if (error instanceof ApiError && error.status === 403) {
			refusal.value = error.detail;
			screen.value = null;
		}
		retry = window.setTimeout(() => void load(), RETRY_MS);
	}
}

export async function loadGoods(): Promise<void> {
	if (Date.now() - goodsAt < GOODS_MS) return;
	goodsAt = Date.now();
	try { goods.value = (await get<{ goods: Good[] }>('/screen/goods' + query({ lang: lang.value }))).goods; } catch { goodsAt = 0; }
}

let closing = 0, looking = 0, forgetting = 0;
export function endCheck(): void {
	clearTimeout(closing);
	looking++;
	checked.value = null;
	typed.value = '';
}
/* What is typed and left alone is forgotten: the next customer begins anew. */
export function setTyped(text: string): void {
	clearTimeout(forgetting);
	typed.value = text;
	if (text) forgetting = window.setTimeout(() => { typed.value = ''; }, CHECK_MS);
}
/* Keys outside of the field, in whatever state the screen is. true: taken. */
export function onKey(key: string): boolean {
	if (key === 'Escape') endCheck();
	else if (/^\d$/.test(key) && typed.value.length < CODE_MAX) setTyped(typed.value + key);
	else if (key === 'Backspace' && typed.value) setTyped(typed.value.slice(0, -1));
	else if (key === 'Enter' && typed.value) void check(typed.value);
	else return false;
	return true;
}
/* A price, for as long as it takes to read; nothing goes onto a ticket. */
export async function check(code: string): Promise<void> {
	const text = code.trim();
	if (!text) return;
	const mine = ++looking;
	clearTimeout(closing);
	setTyped('');
	try {
		const answer = await get<{ goods: Good[]; text: string | null }>('/screen/check' + query({ code: text, lang: lang.value }));
		if (mine !== looking) return;
		checked.value = { goods: answer.goods, says: !answer.text ? null : answer.goods.length ? 'not_sold' : /hàng hóa/.test(answer.text) ? 'not_goods' : 'not_found' };
	} catch {
		if (mine !== looking) return;
		checked.value = { goods: [], says: 'not_found' };
	}
	closing = window.setTimeout(() => { checked.value = null; }, CHECK_MS);
}

export function touchLanguage(to: Lang): void {
	picked.value = to;
	speak(to);
	goodsAt = 0;
	void load();
}

let followed = '';
let stop: (() => void) | null = null;
function follow(till: string): void {
	if (followed === till) return;
	followed = till;
	stop?.();
	stop = listen('/api/v1/screen/events' + query({ till_id: till }), {
		screen: () => void load(),
		check: (data: { code: string }) => void check(data.code),
		signed_out: () => void load(),
		reload: () => void load(),
	});
}
export const isLost = () => stream.value === 'lost';
