/* Talking to the daemon. get() reads; post() writes: its body carries an id of the page's making, so it may be repeated
 * until an answer comes, and the first answer is the one that counts.
 *
 * What goes wrong arrives as ApiError with a sentence for the person (detail). post() itself repeats what the daemon
 * was too busy for, or could not be asked; gives up after `patience`, and then throws code "unsure": what was asked may
 * or may not have happened, and the same id must be asked again. When a second person is wanted (403, field
 * "approver") it asks through setApprover() and repeats with the same id, with that person, or the reason of who is alone, or for a
 * manager elsewhere: then it asks again until he answered (409, field "manager"; setWaiting()). When the session is locked (field "lock") it
 * waits through setUnlock() until someone gave a PIN, and repeats only for the same person. */
import { signal } from '@preact/signals';
import { newId } from './id';
import { serverSaid } from './time';
import { t } from './words';

/* about, amount: of what a second person is asked for. */
export interface Problem { status: number; code: string; detail: string; field: string; about?: string; amount?: number }

export class ApiError extends Error implements Problem {
	status: number; code: string; detail: string; field: string; about?: string; amount?: number;
	constructor(problem: Problem) {
		super(problem.detail);
		this.status = problem.status;
		this.code = problem.code;
		this.detail = problem.detail;
		this.field = problem.field;
		if (problem.about) this.about = problem.about;
		if (problem.amount) this.amount = problem.amount;
	}
}
export interface Approver { login: string; pin: string }
/* Who stands for the second person: someone here, nobody (a reason), or a manager elsewhere (a word to him). */
export type Second = { approver: Approver } | { alone: number } | { manager: string };

/* false while requests do not reach the daemon */
export const reachable = signal(true);
/* counts answers "401": the page shows the sign-in again */
export const signedOut = signal(0);

type Ask = (problem: Problem, isOwnEnough?: boolean) => Promise<Second | null>;
let askApprover: Ask = () => Promise.resolve(null);
/* Shows that a manager is awaited, by whom else it may be; false: given up; 'anew': what somebody else asked is withdrawn. null: no longer. */
type Wait = (detail: string | null, isOther?: boolean) => boolean | 'anew';
let showWaiting: Wait = () => true;
export function setWaiting(show: Wait): void {
	showWaiting = show;
}
const MANAGER_MS = 2000;
let askUnlock: () => Promise<boolean> = () => Promise.resolve(false);
/* Answers true when the same person is there again. */
export function setUnlock(ask: () => Promise<boolean>): void {
	askUnlock = ask;
}
export function setApprover(ask: Ask): void {
	askApprover = ask;
}

const ROOT = '/api/v1';
const TIMEOUT_MS = 10000;
const PATIENCE_MS = 15000;

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function ask<T>(method: 'GET' | 'POST', path: string, body?: object | Blob): Promise<T> {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
	try {
		const response = await fetch(ROOT + path, {
			method, signal: abort.signal, credentials: 'same-origin', cache: 'no-store',
			...(body && (body instanceof Blob ? { body, headers: { 'Content-Type': body.type } } : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })),
		});
		const text = await response.text();
		reachable.value = true;
		serverSaid(response.headers.get('Date'));
		const answer = text ? JSON.parse(text) as unknown : {};
		if (response.ok) return answer as T;
		if (response.status === 401 && path !== '/session') signedOut.value++;
		const problem = answer as Partial<Problem>;
		throw new ApiError({
			status: response.status, code: problem.code ?? 'io',
			detail: problem.detail ?? t('error.status', { status: response.status }), field: problem.field ?? '',
			...(problem.about && { about: problem.about }), ...(problem.amount && { amount: problem.amount }),
		});
	} catch (error) {
		if (error instanceof ApiError) throw error;
		reachable.value = false;
		throw new ApiError({ status: 0, code: 'unsure', detail: t('error.unreachable'), field: '' });
	} finally {
		clearTimeout(timer);
	}
}

export function get<T>(path: string): Promise<T> {
	return ask('GET', path);
}

/* Can the same request, sent again, come out better? */
export function isPassing(error: unknown): boolean {
	return error instanceof ApiError && (error.status === 0 || error.status === 503 || error.code === 'busy' || error.code === 'unsure');
}

export async function post<T>(path: string, body: object, patience = PATIENCE_MS): Promise<T> {
	const manager = { isAwaited: false };
	try {
		return await write<T>(path, body, patience, manager);
	} finally {
		if (manager.isAwaited) showWaiting(null);
	}
}

async function write<T>(path: string, body: object, patience: number, manager: { isAwaited: boolean }): Promise<T> {
	let sent: Record<string, unknown> = { id: newId(), ...body };
	const until = Date.now() + patience;
	for (let pause = 150; ; pause = Math.min(pause * 2, 2000)) {
		try {
			return await ask<T>('POST', path, sent);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (error.status === 403 && error.field === 'approver') {
				const second = await askApprover(error);
				if (!second) throw error;
				for (const name of ['approver', 'alone', 'manager', 'manager_anew']) delete sent[name];
				sent = { ...sent, ...second };
				continue;
			}
			if (error.status === 409 && (error.field === 'manager' || error.field === 'manager_other')) {
				manager.isAwaited = true;
				const goesOn = showWaiting(error.detail, error.field === 'manager_other');
				sent = { ...sent, manager_anew: goesOn === 'anew' };
				/* Nobody confirmed it, as where the dialog was closed. */
				if (!goesOn) throw new ApiError({ status: 403, code: 'forbidden', detail: t('manager.given_up'), field: 'approver' });
				if (goesOn !== 'anew') await wait(MANAGER_MS);
				continue;
			}
			if (error.status === 403 && error.field === 'lock') {
				if (!await askUnlock()) throw error;
				continue;
			}
			/* Closed for more than 36 h, or a clock that went back: a supervisor says that the time is right, once. */
			if (error.status === 409 && error.field === 'clock' && path !== '/clock') {
				const second = await askApprover(error, true);
				if (!second) throw error;
				await post('/clock', { reason: error.detail.slice(0, 200), ...second });
				continue;
			}
			if (!isPassing(error) || Date.now() + pause > until) throw error;
		}
		await wait(pause);
	}
}

/* Signing in and out, at which till, locking: requests that write nothing into the book and therefore carry no id. */
export function sign<T>(path: '/session' | '/session/end' | '/session/till' | '/session/lock', body: object): Promise<T> {
	return ask('POST', path, body);
}

/* Bytes alone, which the daemon names by themselves (a picture): sending them again changes nothing. */
export function send<T>(path: '/images', bytes: Blob): Promise<T> {
	return ask('POST', path, bytes);
}
/* Where a picture lies. */
export function imageUrl(hash: string): string {
	return `${ROOT}/images/${hash}`;
}

/* A query string of what is not null. */
export function query(values: Record<string, string | number | null | undefined>): string {
	const parts = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '')
		.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
	return parts.length ? '?' + parts.join('&') : '';
}
