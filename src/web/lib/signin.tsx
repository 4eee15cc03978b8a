/* Who is there: sign-in by tile and PIN (SignIn), the PIN of a second person (ApproverDialog, which answers
 * api.setApprover), and the lock of a page that nobody touched for a while. session holds who signed in, null while nobody. */
import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, isPassing, setApprover, setUnlock, sign, signedOut, type Approver } from './api';
import type { Login, Session } from './types';
import { Button, Dialog, Field, Icon, Notice, Pad } from './ui';
import { language, setLanguage, t } from './words';

export const session = signal<Session | null | undefined>(undefined); /* undefined: not asked yet */
const PIN_MAX = 8; /* as the daemon takes them */

/* What people call someone: the last word of the name, without what stands in brackets behind it. */
export function calledOf(name: string): string {
	return name.replace(/\(.*\)/, '').trim().split(/\s+/).pop() || name;
}

export async function loadSession(): Promise<void> {
	try {
		session.value = await get<Session>('/session');
	} catch (error) {
		if (error instanceof ApiError && error.status === 401) session.value = null;
		else setTimeout(() => void loadSession(), 1500);
	}
}
export async function signOut(): Promise<void> {
	await sign('/session/end', {});
	session.value = null;
}
signedOut.subscribe((times) => { if (times > 0) session.value = null; });

function PinPad({ logins, first = null, onDone }: { logins: Login[]; first?: string | null; onDone: (who: Approver) => Promise<string | null> }) {
	const [login, setLogin] = useState<string | null>(logins.length === 1 ? logins[0]!.login : logins.some((each) => each.login === first) ? first : null);
	const [pin, setPin] = useState('');
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const box = useRef<HTMLInputElement>(null);
	useLayoutEffect(() => box.current?.focus(), [login]);

	async function done(): Promise<void> {
		if (isBusy) return;
		if (!login) return setWrong(t('signin.lead'));
		if (!pin) return;
		setBusy(true);
		const failed = await onDone({ login, pin });
		setBusy(false);
		setPin('');
		if (failed) setWrong(failed);
		box.current?.focus();
	}
	function press(key: string): void {
		if (key === 'enter') void done();
		else if (key === 'back') setPin(pin.slice(0, -1));
		else if (pin.length < PIN_MAX) setPin(pin + key);
	}
	return (
		<div class="signin">
			<div class="logins" role="group" aria-label={t('signin.who')}>
				{logins.map((each) => (
					<button key={each.login} type="button" class="login" aria-pressed={each.login === login} onClick={() => { setLogin(each.login); setPin(''); setWrong(''); box.current?.focus(); }}>
						<span class="face" aria-hidden="true">{calledOf(each.name).charAt(0)}</span>
						<span class="name">{each.name}</span>
						<span class="role">{roleName(each.role)}</span>
					</button>
				))}
			</div>
			<form class="pin" onSubmit={(event) => { event.preventDefault(); void done(); }}>
				<label for="pin">{t('signin.pin')}</label>
				<input id="pin" ref={box} type="password" inputMode="none" autocomplete="off" maxLength={PIN_MAX} value={pin} disabled={!login} autofocus
					onInput={(event) => setPin(event.currentTarget.value.replace(/\D/g, ''))} />
				<Pad label={t('signin.pin')} keys={['1', '2', '3', '4', '5', '6', '7', '8', '9', 'back', '0', 'enter']} onKey={press} />
				<div class="says" role="alert">{wrong && <Notice level="look">{wrong}</Notice>}</div>
			</form>
		</div>
	);
}

function roleName(role: Login['role']): string {
	switch (role) {
	case 'cashier': return t('role.cashier');
	case 'supervisor': return t('role.supervisor');
	case 'stock': return t('role.stock');
	case 'accountant': return t('role.accountant');
	case 'admin': return t('role.admin');
	}
}

async function loadLogins(): Promise<Login[]> {
	return (await get<{ logins: Login[] }>('/staff/logins')).logins;
}

export function SignIn({ title }: { title: string }) {
	const [logins, setLogins] = useState<Login[] | null>(null);
	const [trouble, setTrouble] = useState('');
	const [isStranger, setStranger] = useState(false); /* this browser was not enrolled: the office takes the password, and enrolls it */
	useEffect(() => {
		let timer = 0;
		const load = () => loadLogins().then((list) => { setLogins(list); setTrouble(''); setStranger(false); }).catch((error: Error) => {
			const isUnknown = error instanceof ApiError && error.status === 403;
			setStranger(isUnknown);
			setTrouble(isUnknown ? t('signin.stranger') : error.message);
			timer = window.setTimeout(() => void load(), 2000);
		});
		void load();
		return () => clearTimeout(timer);
	}, []);
	async function enter(who: Approver): Promise<string | null> {
		try {
			session.value = await sign<Session>('/session', { login: who.login, pin: who.pin });
			window.scrollTo(0, 0); /* on a phone the pad stands far below the names */
			return null;
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	}
	return (
		<main class="door">
			<header>
				<h1><Icon name="store" size={32} /> {title}</h1>
				<Button kind="quiet" icon="languages" onClick={() => setLanguage(language.value === 'vi' ? 'en' : 'vi')}>{t('language.other')}</Button>
			</header>
			<p class="lead">{t('signin.lead')}</p>
			{trouble && <Notice level="stop">{trouble}</Notice>}
			{isStranger && <p><a class="button" href="/office">{t('signin.office')}</a></p>}
			{logins && (logins.length > 0 ? <PinPad logins={logins} onDone={enter} /> : <Notice level="look">{t('signin.nobody')}</Notice>)}
		</main>
	);
}

/* ---- the lock --------------------------------------------------------------------------------------------------- */

const locked = signal(false);
const IDLE_LOOK_MS = 1000;
let touchedAt = Date.now();
let waiting: ((isSame: boolean) => void)[] = [];
/* Somebody is there: a key, a press, goods scanned by the daemon's own scanner. */
export function touched(): void {
	touchedAt = Date.now();
}
function unlocked(isSame: boolean): void {
	touched();
	locked.value = false;
	const those = waiting;
	waiting = [];
	for (const go of those) go(isSame);
}
setUnlock(() => {
	if (!session.value) return Promise.resolve(false);
	locked.value = true;
	return new Promise((done) => { waiting.push(done); });
});
session.subscribe((now) => { if (!now) unlocked(false); });
for (const kind of ['keydown', 'pointerdown']) window.addEventListener(kind, touched, true);
setInterval(() => {
	const minutes = session.value?.lock_minutes ?? 0;
	if (minutes <= 0 || locked.value || Date.now() - touchedAt < minutes * 60000) return;
	locked.value = true;
	sign('/session/lock', {}).catch(() => undefined); /* the daemon locks by itself too */
}, IDLE_LOOK_MS);

/* The ticket stays where it is: whoever gives a PIN goes on with it. */
function LockDialog() {
	const [logins, setLogins] = useState<Login[] | null>(null);
	const [password, setPassword] = useState('');
	const [wrong, setWrong] = useState('');
	const mine = session.value!.staff;
	useEffect(() => {
		let timer = 0;
		/* Where PINs are not taken it is the password; what only passes does not shut out who has a PIN alone. */
		const load = () => loadLogins().then((list) => { setLogins(list); setWrong(''); }).catch((error: Error) => {
			if (!isPassing(error)) return setLogins([]);
			setWrong(error.message);
			timer = window.setTimeout(() => void load(), 2000);
		});
		void load();
		return () => clearTimeout(timer);
	}, []);
	async function enter(who: { login: string; pin?: string; password?: string }): Promise<string | null> {
		try {
			const next = await sign<Session>('/session', { ...who, till_id: session.value?.till_id ?? null });
			const isSame = next.staff.login === session.value?.staff.login;
			session.value = next;
			unlocked(isSame);
			return null;
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	}
	return (
		<Dialog title={t('lock.title')} onClose={() => void signOut()} wide>
			<Notice level="look">{t('lock.lead', { name: mine.name })}</Notice>
			{!logins && wrong && <Notice level="stop">{wrong}</Notice>}
			{logins && (logins.length > 0 ? <PinPad logins={logins} first={mine.login} onDone={enter} /> : (
				<form onSubmit={(event) => { event.preventDefault(); void enter({ login: mine.login, password }).then((failed) => { setPassword(''); setWrong(failed ?? ''); }); }}>
					<Field id="lock-password" label={t('lock.password')} type="password" value={password} error={wrong || undefined} autofocus
						onInput={(event) => { setPassword(event.currentTarget.value); setWrong(''); }} />
					<Button kind="main" icon="check" type="submit">{t('lock.enter')}</Button>
				</form>
			))}
		</Dialog>
	);
}

let chosenBefore: string | null = null; /* who was asked last: after a wrong PIN the same person types again */
const asked = signal<{ detail: string; logins: Login[]; answer: (who: Approver | null) => void } | null>(null);
setApprover(async (detail, isOwnEnough) => {
	const mine = session.value?.staff.login;
	const logins = (await loadLogins()).filter((each) => (isOwnEnough || each.login !== mine) && (each.role === 'supervisor' || each.role === 'admin'));
	return new Promise((done) => {
		asked.value = { detail, logins, answer: (who) => { asked.value = null; done(who); } };
	});
});

/* What was asked for on one page is not confirmed on the next. */
addEventListener('hashchange', () => asked.value?.answer(null));

/* Stands once on every page; shows itself when the page is locked, or when the daemon wants a second person. */
export function ApproverDialog() {
	const now = asked.value;
	if (locked.value && session.value) return <LockDialog />;
	if (!now) return null;
	return (
		<Dialog title={t('approver.title')} onClose={() => now.answer(null)} wide>
			<Notice level="look">{now.detail}</Notice>
			{now.logins.length > 0
				? <PinPad logins={now.logins} first={chosenBefore ?? (now.logins.find((each) => each.role === 'supervisor') ?? now.logins[0])!.login} onDone={(who) => { chosenBefore = who.login; now.answer(who); return Promise.resolve(null); }} />
				: <Notice level="stop">{t('approver.nobody')}</Notice>}
		</Dialog>
	);
}
