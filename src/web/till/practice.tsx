/* The way to the practice till, and back: while it is open there, this till's scanner reads for it. */
import { session } from '../lib/signin';
import { get, isPassing, post } from '../lib/api';
import { addressAt } from '../lib/practice';
import { t } from '../lib/words';
import { tillId } from './state/cart';
import { tell } from './state/shell';
import type { Feature } from './state/tables';

interface Practice { state: 'none' | 'making' | 'ready' | 'failed'; port: number | null; text: string | null }
const LOOK_MS = 400;

export async function goPractise(): Promise<void> {
	try {
		let now = await post<Practice>('/practice', { till_id: tillId.value });
		tell('off', t('practice.making'));
		while (now.state === 'making') {
			await new Promise((done) => setTimeout(done, LOOK_MS));
			now = await get<Practice>('/practice');
		}
		if (now.port) location.assign(addressAt(now.port));
		else tell('stop', now.text ?? t('practice.failed'));
	} catch (error) {
		tell('stop', error instanceof Error ? error.message : String(error));
	}
}

/* Whoever sees the real till sells at it: its scans are no practice any more. */
async function leave(): Promise<void> {
	if (!tillId.value || !session.value || session.value.practice_home !== null) return;
	try {
		await post('/practice/leave', { till_id: tillId.value });
	} catch (error) {
		if (isPassing(error)) setTimeout(() => void leave(), 2000);
	}
}
tillId.subscribe(() => { void leave(); });
window.addEventListener('pageshow', (event) => { if (event.persisted) void leave(); });

export const practice: Feature = {
	buttons: [{ id: 'practice', rank: 97, word: 'practice.open', icon: 'graduation-cap', isOff: () => session.value?.practice_home !== null, run: () => void goPractise() }],
};
