/* One listener for every key, because a scanner types wherever the focus is.
 *
 * A scanner in keyboard mode is told from a person by speed: at least four characters, no gap above 35 ms, then Enter. Once
 * four came that fast nobody's hand is at it, and one that stutters (Bluetooth, a busy machine) may pause up to 250 ms: half a
 * code is a wrong code. "%", which begins our own codes, is waited for likewise; their check letter says that all of it came.
 * Characters are read from KeyboardEvent.code by the US layout scanners are set to, never from .key: an input method or
 * the Vietnamese keyboard, whose digit row types ă â ê ô, cannot change them. An input method that takes keys back
 * (Backspace amid the burst, keys without a code) leaves a code that cannot be trusted: it is reported as garbled.
 *
 * Outside of a field, characters are held for 40 ms so that the first digit of a scan is not taken for a command; then
 * they go to onKey one by one. In a field they are typed at once, and a burst that turns out to be a scan is taken out
 * of the field again. Other keys (F1 … Delete, arrows) go to onKey when the focus is not in a field; F keys and Escape
 * always. A key that onKey takes (true) does nothing else. */

import { readOwnCode } from './code';

export interface KeyHandlers {
	onScan: (code: string, isGarbled: boolean) => void;
	onKey: (key: string) => boolean;
}
export const SCAN_GAP_MS = 35;
export const SCAN_CHARS_MIN = 4;
const STUTTER_MS = 250;
const HELD_MS = 40;

const shifted: Record<string, string> = { Digit1: '!', Digit2: '@', Digit3: '#', Digit4: '$', Digit5: '%', Digit6: '^', Digit7: '&', Digit8: '*', Digit9: '(', Digit0: ')' };
const marks: Record<string, [string, string]> = {
	Minus: ['-', '_'], Equal: ['=', '+'], BracketLeft: ['[', '{'], BracketRight: [']', '}'], Backslash: ['\\', '|'],
	Semicolon: [';', ':'], Quote: ["'", '"'], Comma: [',', '<'], Period: ['.', '>'], Slash: ['/', '?'], Backquote: ['`', '~'], Space: [' ', ' '],
	NumpadAdd: ['+', '+'], NumpadSubtract: ['-', '-'], NumpadMultiply: ['*', '*'], NumpadDivide: ['/', '/'], NumpadDecimal: [',', ','],
};

/* The character of a key on the US layout; null for keys that write none. */
export function charOf(event: { code: string; shiftKey: boolean; ctrlKey?: boolean }): string | null {
	const { code, shiftKey } = event;
	if (event.ctrlKey) return code === 'BracketRight' ? '\x1d' : null; /* GS, the separator of GS1 codes */
	if (/^Key[A-Z]$/.test(code)) return shiftKey ? code[3]! : code[3]!.toLowerCase();
	if (/^Digit\d$/.test(code)) return shiftKey ? shifted[code]! : code[5]!;
	if (/^Numpad\d$/.test(code)) return code[6]!;
	return marks[code]?.[shiftKey ? 1 : 0] ?? null;
}

type Field = HTMLInputElement | HTMLTextAreaElement;
function fieldOf(target: EventTarget | null): Field | null {
	if (target instanceof HTMLTextAreaElement) return target;
	return target instanceof HTMLInputElement && !/^(button|checkbox|radio|submit|range)$/.test(target.type) ? target : null;
}

export function startKeys(handlers: KeyHandlers): () => void {
	let chars = '';
	let isBad = false;
	let fast = 0; /* characters until the first gap that a hand might have made */
	let last = -1000;
	let held: string[] = [];
	let timer = 0;
	let before: { field: Field; value: string } | null = null;

	function release(): void {
		clearTimeout(timer);
		const keys = held;
		held = [];
		for (const key of keys) handlers.onKey(key);
	}
	function restart(): void {
		chars = '';
		isBad = false;
		fast = 0;
		before = null;
	}
	function putBack(): void {
		if (!before || before.field.value === before.value) return;
		before.field.value = before.value;
		before.field.dispatchEvent(new Event('input', { bubbles: true }));
	}
	function down(event: KeyboardEvent): void {
		if (/^(Shift|Control|Alt|Meta|CapsLock|NumLock)/.test(event.code)) return;
		const field = fieldOf(event.target);
		const gap = event.timeStamp - last;
		const inRun = gap <= (fast >= SCAN_CHARS_MIN || chars.startsWith('%') ? STUTTER_MS : SCAN_GAP_MS) && !event.repeat;
		if (!inRun && chars) {
			release();
			restart();
		}
		const char = event.altKey || event.metaKey ? null : charOf(event);
		const key = event.code === 'NumpadEnter' ? 'Enter' : event.code || event.key;

		if (char !== null) {
			last = event.timeStamp;
			const button = event.target instanceof HTMLElement && event.target.closest('button, a, summary, select, [role=tab]');
			if (char === ' ' && button && !chars) return;
			if (!chars && field) before = { field, value: field.value };
			if (fast === chars.length && (!chars || gap <= SCAN_GAP_MS)) fast++;
			chars += char;
			if (field) return;
			event.preventDefault();
			event.stopPropagation();
			if (!document.querySelector('dialog[open]')) held.push(char); /* a dialog's digit is no command once the dialog is gone */
			clearTimeout(timer);
			timer = window.setTimeout(() => { release(); }, fast >= SCAN_CHARS_MIN ? STUTTER_MS : HELD_MS);
			return;
		}
		if ((key === 'Enter' || key === 'Tab') && inRun && (fast >= SCAN_CHARS_MIN || readOwnCode(chars))) {
			event.preventDefault();
			event.stopImmediatePropagation();
			clearTimeout(timer);
			held = [];
			putBack();
			const code = chars;
			const bad = isBad;
			restart();
			handlers.onScan(code, bad);
			return;
		}
		if (inRun && chars && (event.code === '' || key === 'Backspace')) {
			isBad = true;
			last = event.timeStamp;
			if (field) return;
		}
		release();
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		/* A key leant on is one press: a second receipt, a second step back is never what was meant. */
		if (event.repeat && (/^(Enter|Escape|Insert|F\d+)$/.test(key) || (key === 'Delete' && !field))) {
			event.preventDefault();
			event.stopPropagation();
			return;
		}
		const isEverywhere = /^F\d+$/.test(key) || key === 'Escape';
		const onButton = !field && event.target instanceof HTMLElement && event.target.closest('button, a, summary, select, [role=tab], dialog') !== null;
		if (!isEverywhere && field) return;
		if (onButton && (key === 'Enter' || key === 'Space' || key === 'Tab' || /^Arrow/.test(key))) return;
		if (handlers.onKey(key)) {
			event.preventDefault();
			event.stopPropagation();
		}
	}
	/* A press with the mouse or a finger leaves the focus where it was: Enter stays the till's. */
	function press(event: MouseEvent): void {
		if (event.target instanceof Element && event.target.closest('button') && !event.target.closest('dialog')) event.preventDefault();
	}
	window.addEventListener('keydown', down, true);
	window.addEventListener('mousedown', press, true);
	return () => {
		window.removeEventListener('keydown', down, true);
		window.removeEventListener('mousedown', press, true);
		clearTimeout(timer);
	};
}
