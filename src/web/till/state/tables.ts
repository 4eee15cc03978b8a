/* The tables that the till page is made of. A part of the page (a file such as cash.tsx, return.tsx) exports one Feature with
 * its rows; features.ts lists them all, and till.tsx registers that list once, before anything is drawn. Nobody edits a
 * switch to add a thing: the shell (commands.ts, tender.tsx, cart.tsx, strip.tsx, till.tsx) reads these tables.
 *
 * Files below state/ import only what stands before them: tables, shell, cart, lines, pay, news. A feature imports
 * state/, lib/ and shared parts such as paypanel.tsx, never another feature and never commands.ts. A key of one letter is a
 * command only while the digits mean a code. */
import type { ComponentType } from 'preact';
import type { IconName } from '../../lib/icons';
import type { CartLine, Pay, Way } from '../../lib/types';
import type { Level } from '../../lib/ui';
import type { Word } from '../../lib/words';

/* What digits and Enter mean now. 'code' (a short number, a code) is where everything goes back to. */
export interface ModeRow {
	label: () => string;                      /* above what is being typed */
	show?: (entry: string) => string;         /* what was typed, as it is shown; default: as it stands */
	takes?: RegExp;                           /* characters that go into the entry, "000" and "," among them; none: nothing does */
	key?: (key: string) => boolean;           /* asked before the entry: a digit that picks at once; true: taken. "back" comes here too */
	enter?: () => void;
	scan?: (code: string) => boolean;         /* a code read while this stands; true: taken, it is no goods */
	isOfRow?: () => boolean;                  /* it asks something of the row under the hand: the hand stays there, whatever is scanned meanwhile */
	goods?: (hand?: number) => void;          /* goods were scanned meanwhile, by the daemon onto row `hand`, or a key that pays was pressed; a reader in keyboard mode puts an end to modes without it */
	panel?: ComponentType;                    /* in the tender, where else the ways to pay stand */
	isTall?: () => boolean;                   /* the panel takes the pad's place too */
	ask?: ComponentType;                      /* above the lines of the cart */
	askRow?: ComponentType<{ line: CartLine }>; /* inside the line under the hand */
	back?: () => boolean;                     /* Esc: one level back inside it; true: there was one */
	leave?: () => void;                       /* back() was pressed, or another mode begins */
	suggest?: () => string;                   /* what the untouched entry says now that the ticket changed */
	part?: () => boolean;                     /* another way to pay begins: take what was typed as a part; false: it cannot be taken */
}

/* A key. `shown` is what stands on buttons and in the help; `id` names the row where people give it another key. */
export interface KeyRow {
	id: string;
	key: string;                              /* as lib/keys says it: "F9", "Insert", "*", "t" */
	shown: string;
	word: Word;
	run: () => void;
	isSellOnly?: boolean;                     /* only while the sale is in sight */
	isFixed?: boolean;                        /* Enter, Esc, arrows, *: the settings offer no other key */
}

/* A sheet in place of the three zones. rank orders the buttons of the strip; without `word` there is none. */
export interface ViewRow { component: ComponentType; rank?: number; word?: Word; icon?: IconName; keyId?: string }

/* A button of the row below the cart: the first few by rank stand there, all of them in "Thêm" (/), by digit. */
export interface ButtonRow {
	id: string;
	rank: number;
	word: Word;
	icon: IconName;
	keyId?: string;                           /* its key's row, for the hint */
	isOff?: () => boolean;                    /* shown, but grey */
	run: () => void;
}

/* A way to pay. `start` says what the press does: usually sets its mode, whose panel asks what the way needs and then
 * calls takePay(). rank 1 … 3 have a button of their own in the tender, the others stand in "Cách khác" (+), by digit. */
export interface PayRow {
	id: string;                               /* the way, or "wallet:momo" */
	way: Way;
	orWay?: Way;                              /* it is offered while either is switched on */
	rank: number;
	word: Word;
	text?: string;                            /* what the house named it, in place of the word */
	icon: IconName;
	keyId?: string;                           /* its key's row, whose run is startWay(this row) */
	isThere?: () => boolean;                  /* offered at all */
	says?: (pay: Pay) => string;              /* as it is named among what was paid; default: its word and reference */
	start: () => void;
}

/* A word of the strip, beside till, shift, scanner and printer; null: nothing to say. */
export interface LampRow { id: string; rank: number; says: () => { level: Level; icon: IconName; name: string; text: string } | null }

export interface Feature {
	modes?: Record<string, ModeRow>;
	keys?: KeyRow[];
	views?: Record<string, ViewRow>;
	buttons?: ButtonRow[];
	pays?: PayRow[];
	lamps?: LampRow[];
	/* Notices above the cart, such as the customer of this ticket or the practice's ribbon; drawn in order of rank. */
	heads?: { rank: number; component: ComponentType }[];
	/* News of the daemon by kind (GET /events), beside those of state/news.ts. */
	events?: Record<string, (data: never) => void>;
	/* Codes that are no goods, asked one after the other before the cart: true: taken. */
	scan?: (code: string) => boolean;
	/* A scan of the daemon's own scanner that is no goods: its kind and what it names. true: taken. */
	scanned?: (kind: string, thing: string | null, code?: string) => boolean;
}

export const modes: Record<string, ModeRow> = {};
export const views: Record<string, ViewRow> = {};
export const keys: KeyRow[] = [];
export const buttons: ButtonRow[] = [];
export const pays: PayRow[] = [];
export const lamps: LampRow[] = [];
export const heads: { rank: number; component: ComponentType }[] = [];
export const events: Record<string, (data: never) => void> = {};
export const scanTakers: ((code: string) => boolean)[] = [];
export const scannedTakers: ((kind: string, thing: string | null, code?: string) => boolean)[] = [];

export function register(features: Feature[]): void {
	for (const each of features) {
		Object.assign(modes, each.modes);
		Object.assign(views, each.views);
		Object.assign(events, each.events);
		keys.push(...each.keys ?? []);
		buttons.push(...each.buttons ?? []);
		pays.push(...each.pays ?? []);
		lamps.push(...each.lamps ?? []);
		heads.push(...each.heads ?? []);
		if (each.scan) scanTakers.push(each.scan);
		if (each.scanned) scannedTakers.push(each.scanned);
	}
	for (const list of [buttons, pays, lamps, heads] as { rank: number }[][]) list.sort((a, b) => a.rank - b.rank);
}

/* What stands on the key of a row, "" where it has none. */
export function shownKey(id: string | undefined): string {
	return keys.find((each) => each.id === id)?.shown ?? '';
}

/* F1 … F12, the keys of a line, then the rest: as the eye goes over the keyboard. */
const linePlaces = ['Insert', 'Delete', 'ArrowUp', 'ArrowDown', 'Enter', 'Escape', '*', '+', '/'];
function placeOf(key: string): number {
	const f = /^F(\d+)$/.exec(key);
	if (f) return Number(f[1]);
	const i = linePlaces.indexOf(key);
	return i < 0 ? 100 + key.charCodeAt(0) : 20 + i;
}
export const keysInOrder = (): KeyRow[] => [...keys].sort((a, b) => placeOf(a.key) - placeOf(b.key));
