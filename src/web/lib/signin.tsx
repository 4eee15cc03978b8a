/* Who is there: sign-in by tile and PIN (SignIn), the PIN of a second person (ApproverDialog, which answers
 * api.setApprover), and the lock of a page that nobody touched for a while. session holds who signed in, null while nobody. */
import { batch, signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { readOwnCode } from './code';
import { ApiError, get, isPassing, setApprover, setUnlock, setWaiting, sign, signedOut, type Approver, type Problem, type Second } from './api';
import { listen } from './events';
import { money } from './money';
import type { Login, Session } from './types';
import { heardOfPractice } from './practice';
import { Button, Dialog, Field, Icon, Notice, Pad, say, Segments } from './ui';
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

/* ---- badges: they say who it is, the PIN says that it is so ---- */

let badgeTakers: ((staffId: string) => void)[] = []; /* of the pads in sight; the last one stands on top */
/* true: somebody's PIN is being asked for, and this badge says whose. */
export function badgeScanned(staffId: string): boolean {
	const take = badgeTakers[badgeTakers.length - 1];
	if (take) take(staffId);
	else if (locked.value) wanted.value = staffId; /* the names are still being asked for */
	return take !== undefined || locked.value;
}
/* The id of who a code is a badge of. */
export function readBadge(code: string): string | null {
	const own = readOwnCode(code);
	return own?.kind === 'U' ? own.id : null;
}

function PinPad({ logins, first = null, onDone }: { logins: Login[]; first?: string | null; onDone: (who: Approver) => Promise<string | null> }) {
	const [login, setLogin] = useState<string | null>(logins.length === 1 ? logins[0]!.login : logins.some((each) => each.login === first) ? first : null);
	const [pin, setPin] = useState('');
	const [wrong, setWrong] = useState('');
	const [isBusy, setBusy] = useState(false);
	const box = useRef<HTMLInputElement>(null);
	useLayoutEffect(() => box.current?.focus(), [login]);
	useLayoutEffect(() => {
		const take = (staffId: string) => {
			const whose = logins.find((each) => each.id === staffId);
			setPin('');
			setWrong(whose ? '' : t('badge.unknown'));
			if (!whose) return;
			setLogin(whose.login);
			say(t('badge.read', { name: whose.name }));
			box.current?.focus();
		};
		badgeTakers.push(take);
		return () => { badgeTakers = badgeTakers.filter((each) => each !== take); };
	}, [logins]);

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
	const known = await get<{ logins: Login[]; practice_home: number | null }>('/staff/logins');
	heardOfPractice(known.practice_home);
	return known.logins;
}

const KEPT = 'ocop.till'; /* which till this machine is; the server decides whether it may be */
export function keptTill(): string | null {
	try { return localStorage.getItem(KEPT); } catch { return null; }
}
export function keepTill(id: string): void {
	try { localStorage.setItem(KEPT, id); } catch { /* asked again next time */ }
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
	/* The scanners of the machine that serves: their badges at this till. */
	useEffect(() => {
		if (isStranger || !logins) return undefined;
		return listen('/api/v1/staff/badges', { reload: () => undefined, badge: (read: { staff_id: string; till_id: string }) => {
			const mine = keptTill();
			if (!mine || mine === read.till_id) badgeScanned(read.staff_id);
		} });
	}, [isStranger, !logins]);
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
			<p class="lead">{t('signin.lead')} {t('signin.badge')}</p>
			{trouble && <Notice level="stop">{trouble}</Notice>}
			{isStranger && <p><a class="button" href="/office">{t('signin.office')}</a></p>}
			{logins && (logins.length > 0 ? <PinPad logins={logins} onDone={enter} /> : <Notice level="look">{t('signin.nobody')}</Notice>)}
		</main>
	);
}

/* ---- the lock --------------------------------------------------------------------------------------------------- */

export const locked = signal(false);
const wanted = signal<string | null>(null); /* whose badge locked it */
const byHand = signal(false);
const heard = signal(0); /* goods that scanners of the till put into the ticket meanwhile */
const held = signal<string[]>([]); /* what a scanner in keyboard mode read: the session may not write, so it waits for who it belongs to */
const HELD_MAX = 99;
const IDLE_LOOK_MS = 1000;
let touchedAt = Date.now();
let waiting: ((isSame: boolean) => void)[] = [];
let giveBack: (codes: string[], isSame: boolean) => void = () => undefined;
/* What was scanned while it was locked, once somebody is there again. */
export function onUnlocked(take: (codes: string[], isSame: boolean) => void): void {
	giveBack = take;
}
/* Somebody is there: a key, a press, goods scanned by the daemon's own scanner. */
export function touched(): void {
	touchedAt = Date.now();
}
/* A scan into the ticket while the page is locked; code: by a scanner in keyboard mode. */
export function heardWhileLocked(code?: string): void {
	if (code === undefined) heard.value++;
	else if (held.value.length < HELD_MAX) held.value = [...held.value, code];
}
/* By hand, or by the badge of whoever goes on. */
export function lock(staffId: string | null = null): void {
	if (locked.value || !session.value) return;
	batch(() => {
		wanted.value = staffId;
		byHand.value = true;
		locked.value = true;
	});
	sign('/session/lock', {}).catch(() => undefined); /* the page is locked whether it is heard or not; the daemon does so by itself after a while */
}
function unlocked(isSame: boolean): void {
	touched();
	const codes = held.value;
	batch(() => {
		locked.value = byHand.value = false;
		wanted.value = null;
		heard.value = 0;
		held.value = [];
	});
	const those = waiting;
	waiting = [];
	for (const go of those) go(isSame);
	if (codes.length) giveBack(codes, isSame);
}
/* The sheets, and dialogs in them, are not to be read behind it. */
locked.subscribe((is) => { document.documentElement.toggleAttribute('data-locked', is); });
setUnlock(() => {
	if (!session.value) return Promise.resolve(false);
	locked.value = true;
	return new Promise((done) => { waiting.push(done); });
});
session.subscribe((now) => {
	if (!now) unlocked(false);
	else heardOfPractice(now.practice_home);
});
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
		<Dialog title={t(byHand.value ? 'lock.by_hand' : 'lock.title')} wide>
			<Notice level="look">{t('lock.lead', { name: mine.name })}</Notice>
			<div class="heard" role="status">
				{heard.value > 0 && <p><Icon name="scan-barcode" /> {t('lock.heard', { count: heard.value })}</p>}
				{held.value.length > 0 && <p><Icon name="scan-barcode" /> {t('lock.held', { count: held.value.length, name: calledOf(mine.name) })}</p>}
			</div>
			{!logins && wrong && <Notice level="stop">{wrong}</Notice>}
			{logins && (logins.length > 0 ? <PinPad logins={logins} first={logins.find((each) => each.id === wanted.value)?.login ?? mine.login} onDone={enter} /> : (
				<form onSubmit={(event) => { event.preventDefault(); void enter({ login: mine.login, password }).then((failed) => { setPassword(''); setWrong(failed ?? ''); }); }}>
					<Field id="lock-password" label={t('lock.password')} type="password" value={password} error={wrong || undefined} autofocus
						onInput={(event) => { setPassword(event.currentTarget.value); setWrong(''); }} />
					<Button kind="main" icon="check" type="submit">{t('lock.enter')}</Button>
				</form>
			))}
			<p><Button kind="quiet" icon="log-out" onClick={() => void signOut()}>{t('menu.out')}</Button></p>
		</Dialog>
	);
}

/* The PIN of one of those of these roles, but not of who is signed in; what onDone answers is said, null closes nothing by itself. */
export function PinDialog({ title, roles, onClose, onDone }: { title: string; roles: Login['role'][]; onClose: () => void; onDone: (who: Approver) => Promise<string | null> }) {
	const [logins, setLogins] = useState<Login[] | null>(null);
	const mine = session.value?.staff.login;
	useEffect(() => { void loadLogins().then((list) => setLogins(list.filter((each) => each.login !== mine && roles.includes(each.role)))).catch(() => setLogins([])); }, []);
	return (
		<Dialog title={title} onClose={onClose} wide>
			{logins && (logins.length > 0 ? <PinPad logins={logins} onDone={onDone} /> : <Notice level="stop">{t('signin.nobody')}</Notice>)}
		</Dialog>
	);
}

let chosenBefore: string | null = null; /* who was asked last: after a wrong PIN the same person types again */
/* What one person may go on alone with at once, all she may in a day (0: any), and what she did today. */
interface Alone { now: number; day: number; done: number }
const asked = signal<{ problem: Problem; logins: Login[]; alone: Alone; mayAsk: boolean; answer: (who: Second | null) => void } | null>(null);
/* What waits for a manager; isOther: somebody else asked; isOver: given up; isAnew: she is to ask instead. */
interface Awaited { detail: string; isOther: boolean; isOver?: boolean; isAnew?: boolean }
const awaited = signal<Awaited | null>(null);
setWaiting((detail, isOther = false) => {
	if (detail === null) {
		awaited.value = null;
		return true;
	}
	if (awaited.value?.isOver) return false;
	const isAnew = isOther && !!awaited.value?.isAnew;
	awaited.value = { detail, isOther };
	return isAnew ? 'anew' : true;
});
setApprover(async (problem, isOwnEnough) => {
	const mine = session.value?.staff.login;
	/* How much one person may do alone now; the page is not to fail for not knowing. */
	const nothing: Alone = { now: 0, day: 0, done: 0 };
	const alone = isOwnEnough ? nothing : await get<Alone>('/duty').catch(() => nothing);
	const logins = (await loadLogins()).filter((each) => (isOwnEnough || each.login !== mine) && (each.role === 'supervisor' || each.role === 'admin'));
	return new Promise((done) => {
		asked.value = { problem, logins, alone, mayAsk: !isOwnEnough, answer: (who) => { asked.value = null; done(who); } };
	});
});

/* What was asked for on one page is not confirmed on the next. */
addEventListener('hashchange', () => asked.value?.answer(null));

/* Stands once on every page; shows itself when the page is locked, or when the daemon wants a second person. */
export function ApproverDialog() {
	const now = asked.value;
	if (locked.value && session.value) return <LockDialog />;
	if (awaited.value && !awaited.value.isOver) return <Awaiting now={awaited.value} />;
	if (!now) return null;
	return <SecondPerson now={now} />;
}

/* The same ticket may be asked about by two: who comes second sees who asked and when, waits for that answer, or asks in her place. */
function Awaiting({ now }: { now: Awaited }) {
	const giveUp = (): void => { awaited.value = { ...now, isOver: true }; };
	return (
		<Dialog title={t('manager.waiting')} onClose={giveUp}>
			<Notice level="look">{now.detail}</Notice>
			<p>{t(now.isOther ? 'manager.other_lead' : 'manager.lead')}</p>
			<div class="choose">
				{now.isOther && <Button disabled={now.isAnew} onClick={() => { awaited.value = { ...now, isAnew: true }; }}>{t('manager.anew')}</Button>}
				<Button hint="Esc" onClick={giveUp}>{t(now.isOther ? 'manager.leave' : 'manager.give_up')}</Button>
			</div>
		</Dialog>
	);
}

const ALONE_REASONS = ['alone.reason1', 'alone.reason2', 'alone.reason3', 'alone.reason4', 'alone.reason5'] as const;

/* Someone who is here, nobody, or a manager elsewhere: "/" goes from one to the next. */
function SecondPerson({ now }: { now: NonNullable<typeof asked.value> }) {
	const ways = [...now.logins.length > 0 || !now.mayAsk ? ['here' as const] : [], ...now.alone.now > 0 ? ['alone' as const] : [], ...now.mayAsk ? ['manager' as const] : []];
	const [way, setWay] = useState<'here' | 'alone' | 'manager'>(ways[0] ?? 'here');
	const [words, setWords] = useState('');
	const ofDay = { done: money(now.alone.done), day: money(now.alone.day) };
	const isDayOver = now.alone.day > 0 && now.alone.done >= now.alone.day;
	function key(event: KeyboardEvent): void {
		if (event.key === '/' && !(event.target as HTMLElement).matches('[type=text]')) {
			event.preventDefault();
			setWay(ways[(ways.indexOf(way) + 1) % ways.length]!);
		} else if (way === 'alone' && !isDayOver && /^[1-5]$/.test(event.key)) {
			event.preventDefault();
			now.answer({ alone: Number(event.key) });
		}
	}
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		addEventListener('keydown', key, true);
		return () => removeEventListener('keydown', key, true);
	});
	useEffect(() => {
		if (way === 'alone') box.current?.querySelector('button')?.focus();
		if (way === 'manager') document.getElementById('manager-words')?.focus();
	}, [way]);
	return (
		<Dialog title={t('approver.title')} onClose={() => now.answer(null)} wide>
			<div class="stake">
				<div>{(now.problem.about ?? now.problem.detail).split('\n').map((line) => <p key={line}>{line}</p>)}{now.problem.about && <p class="soft">{now.problem.detail}</p>}</div>
				{!!now.problem.amount && <strong>{money(now.problem.amount)}</strong>}
			</div>
			{ways.length > 1 && <Segments label={t('approver.title')} value={way} onPick={setWay}
				options={ways.map((each) => ({ value: each, text: t(each === 'here' ? 'approver.here' : each === 'alone' ? 'approver.alone' : 'approver.manager') + (each === ways[(ways.indexOf(way) + 1) % ways.length] ? ' (/)' : '') }))} />}
			{way === 'here' && (now.logins.length > 0
				? <PinPad logins={now.logins} first={chosenBefore ?? (now.logins.find((each) => each.role === 'supervisor') ?? now.logins[0])!.login} onDone={(who) => { chosenBefore = who.login; now.answer({ approver: who }); return Promise.resolve(null); }} />
				: <Notice level="stop">{t('approver.nobody')}</Notice>)}
			{way === 'alone' && isDayOver && <Notice level="look">{t('alone.day_over', ofDay)}</Notice>}
			{way === 'alone' && !isDayOver && <div class="choose" ref={box}>
				<p>{now.alone.day > 0 && `${t('alone.day', ofDay)} `}{t('alone.lead', { amount: money(now.alone.now) })}</p>
				{ALONE_REASONS.map((word, i) => <Button key={word} hint={String(i + 1)} onClick={() => now.answer({ alone: i + 1 })}>{t(word)}</Button>)}
			</div>}
			{way === 'manager' && <form class="choose" onSubmit={(event) => { event.preventDefault(); now.answer({ manager: words.trim() }); }}>
				<p>{t('manager.ask_lead')}</p>
				<Field id="manager-words" label={t('manager.words')} value={words} maxLength={150} onInput={(event) => setWords(event.currentTarget.value)} />
				<Button kind="main" icon="smartphone" hint="Enter" type="submit">{t('approver.manager')}</Button>
			</form>}
		</Dialog>
	);
}
