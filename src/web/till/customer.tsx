/* F4: who buys. Found while one types (name without tone marks, end of a telephone, tax code), arrows and Enter take; nobody found,
 * Enter makes a new one with what was typed. Who brought the customer (guide, driver) is asked the same way. */
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get, post, query } from '../lib/api';
import { play } from '../lib/sound';
import type { Customer } from '../lib/types';
import { Button, Icon } from '../lib/ui';
import { t } from '../lib/words';
import { cart, changeCart } from './state/cart';
import { back, mode, startMode, tellError } from './state/shell';
import type { Feature } from './state/tables';

const PAUSE_MS = 120;
type Role = 'customer' | 'referrer';

const isDigits = (text: string) => /^[\d\s.+()-]{3,}$/.test(text);
const oneLine = (who: Customer) => [who.phone, who.tax_code && t('customer.tax', { tax: who.tax_code })].filter(Boolean).join(' · ');

function take(role: Role, id: string | null): void {
	void changeCart(role, { [`${role}_id`]: id }).then((next) => { if (next) play('hit'); });
}

function NewCustomer({ typed, onDone, onBack }: { typed: string; onDone: (who: Customer) => void; onBack: () => void }) {
	const [name, setName] = useState(isDigits(typed) ? '' : typed);
	const [phone, setPhone] = useState(isDigits(typed) ? typed.trim() : '');
	const [tax, setTax] = useState('');
	const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null);
	const first = useRef<HTMLInputElement>(null);
	useEffect(() => { first.current?.focus(); }, []);
	async function save(): Promise<void> {
		if (!name.trim()) return setWrong({ field: 'name', text: t('customer.name_needed') });
		try {
			onDone(await post<Customer>('/customers', { name: name.trim(), phone: phone.trim() || null, tax_code: tax.trim() || null }));
		} catch (error) {
			if (error instanceof ApiError && /^(name|phone|tax_code)$/.test(error.field)) setWrong({ field: error.field, text: error.detail });
			else tellError(error);
		}
	}
	const input = (label: string, field: string, value: string, set: (text: string) => void, isFirst: boolean, kind: 'text' | 'tel' | 'numeric') => (
		<div class="field">
			<label for={`new-${field}`}>{label}</label>
			<input id={`new-${field}`} ref={isFirst ? first : undefined} value={value} autocomplete="off" inputMode={kind} aria-invalid={wrong?.field === field || undefined}
				onInput={(event) => { set(event.currentTarget.value); setWrong(null); }} onKeyDown={(event) => { if (event.key === 'Enter' && !event.isComposing) { event.preventDefault(); void save(); } }} />
			{wrong?.field === field && <div class="wrong" role="alert">{wrong.text}</div>}
		</div>
	);
	return (
		<div class="ask new-customer" role="group" aria-label={t('customer.new')}>
			<h2>{t('customer.new')}</h2>
			{input(t('customer.name'), 'name', name, setName, true, 'text')}
			<div class="two">{input(t('customer.phone'), 'phone', phone, setPhone, false, 'tel')}{input(t('customer.tax_code'), 'tax_code', tax, setTax, false, 'numeric')}</div>
			<div class="pair"><Button hint="Esc" onClick={onBack}>{t('back')}</Button><Button kind="main" icon="check" hint="Enter" onClick={() => void save()}>{t('customer.save')}</Button></div>
		</div>
	);
}

const isNew = signal(false); /* the form of a new customer stands */
const startNew = () => { isNew.value = true; };
function oneBack(): boolean {
	const was = isNew.value;
	isNew.value = false;
	return was;
}

function Ask({ role }: { role: Role }) {
	const [text, setText] = useState('');
	const [found, setFound] = useState<Customer[] | null>(null);
	const [at, setAt] = useState(0);
	const box = useRef<HTMLInputElement>(null);
	const had = role === 'customer' ? cart.value?.customer?.name : cart.value?.referrer;
	useEffect(() => { if (!isNew.value) box.current?.focus(); }, [isNew.value]);
	useEffect(() => () => { isNew.value = false; }, []);
	useEffect(() => {
		setAt(0);
		if (!text.trim()) return setFound(null);
		let isStale = false;
		const timer = setTimeout(() => {
			get<{ customers: Customer[] }>('/customers' + query({ q: text.trim() })).then((answer) => { if (!isStale) setFound(answer.customers); }).catch(() => undefined);
		}, PAUSE_MS);
		return () => { isStale = true; clearTimeout(timer); };
	}, [text]);
	if (isNew.value) return <NewCustomer typed={text} onBack={() => { isNew.value = false; }} onDone={(who) => take(role, who.id)} />;

	/* Enter before the answer is there waits for it: what was typed decides, not what stood there before. */
	async function enter(): Promise<void> {
		const words = text.trim();
		if (!words) return back();
		const list = found ?? (await get<{ customers: Customer[] }>('/customers' + query({ q: words })).catch(() => ({ customers: [] as Customer[] }))).customers;
		if (list.length) take(role, list[Math.min(at, list.length - 1)]!.id);
		else startNew();
	}
	function key(event: KeyboardEvent): void {
		if (event.key === 'Enter' && !event.isComposing) void enter();
		else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, (found?.length ?? 1) - 1));
		else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
		else if (event.key === 'Delete' && !text && had) take(role, null);
		else return;
		event.preventDefault();
	}
	return (
		<div class="ask" role="group" aria-label={t(role === 'customer' ? 'customer.title' : 'referrer.title')}>
			<div class="search">
				<Icon name="search" />
				<input ref={box} type="search" aria-label={t('customer.search')} placeholder={t('customer.search')} autocomplete="off" spellcheck={false} value={text}
					onInput={(event) => { setFound(null); setText(event.currentTarget.value); }} onKeyDown={key} />
				<kbd>Enter</kbd>
			</div>
			{found?.map((who, i) => (
				<button key={who.id} type="button" class={`choice ${i === at ? 'next' : ''}`} aria-current={i === at ? 'true' : undefined} onClick={() => take(role, who.id)}>
					<Icon name={who.is_firm ? 'store' : 'user'} /><span class="name">{who.name}<span class="more">{oneLine(who)}</span></span>
				</button>
			))}
			{found?.length === 0 && <p class="why">{t('customer.nobody', { text: text.trim() })}</p>}
			<div class="pair three-wide">
				<Button kind="quiet" hint="Esc" onClick={back}>{t('back')}</Button>
				{had && <Button kind="quiet" icon="x" hint="Del" onClick={() => take(role, null)}>{t('customer.off')}</Button>}
				<Button icon="plus" hint={found?.length === 0 ? 'Enter' : ''} onClick={() => startNew()}>{t('customer.new')}</Button>
			</div>
		</div>
	);
}
const start = (role: Role) => () => {
	if (mode.value === role) back();
	else startMode(role);
};

export const customers: Feature = {
	modes: {
		customer: { label: () => t('customer.title'), ask: () => <Ask key="customer" role="customer" />, back: oneBack },
		referrer: { label: () => t('referrer.title'), ask: () => <Ask key="referrer" role="referrer" />, back: oneBack },
	},
	keys: [{ id: 'customer', key: 'F4', shown: 'F4', word: 'key.customer', run: start('customer'), isSellOnly: true }],
	buttons: [
		{ id: 'customer', rank: 20, word: 'customer.button', icon: 'user', keyId: 'customer', run: start('customer') },
		{ id: 'referrer', rank: 60, word: 'referrer.button', icon: 'users', run: start('referrer') },
	],
};
