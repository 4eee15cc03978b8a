/* Into the office: by tile and PIN where this machine may show them, else by name and password. */
import { useEffect, useState } from 'preact/hooks';
import { get } from '../lib/api';
import { session, SignIn } from '../lib/signin';
import type { Session } from '../lib/types';
import { Button, Icon } from '../lib/ui';
import { language, setLanguage, t } from '../lib/words';
import { FormEnd, TextField, useForm } from './form';
import { w } from './words';

function ByPassword({ onPin }: { onPin: (() => void) | null }) {
	const form = useForm({ login: '', password: '' });
	async function enter(): Promise<void> {
		const found = await form.send<Session>('/session', form.values);
		if (found) session.value = found;
		else form.set({ password: '' });
	}
	return (
		<main class="door narrow">
			<header>
				<h1><Icon name="store" size={32} /> {w('office.title')}</h1>
				<Button kind="quiet" icon="languages" onClick={() => setLanguage(language.value === 'vi' ? 'en' : 'vi')}>{t('language.other')}</Button>
			</header>
			<form onSubmit={(event) => { event.preventDefault(); void enter(); }}>
				<TextField form={form} name="login" label={w('door.login')} value={form.values.login} maxLength={60} onChange={(login) => form.set({ login })} />
				<TextField form={form} name="password" label={w('door.password')} type="password" value={form.values.password} onChange={(password) => form.set({ password })} />
				<FormEnd form={form} label={w('door.enter')}>{onPin && <Button kind="quiet" onClick={onPin}>{w('door.by_pin')}</Button>}</FormEnd>
			</form>
		</main>
	);
}

export function Door() {
	const [way, setWay] = useState<'asking' | 'pin' | 'password'>('asking');
	const [isPinHere, setPinHere] = useState(false);
	useEffect(() => {
		document.title = w('office.title');
		get('/staff/logins').then(() => { setPinHere(true); setWay('pin'); }).catch(() => setWay('password'));
	}, []);
	if (way === 'asking') return <main class="door"><p class="lead">{t('loading')}</p></main>;
	if (way === 'password') return <ByPassword onPin={isPinHere ? () => setWay('pin') : null} />;
	return <><SignIn title={w('office.title')} /><p class="door-more"><Button kind="quiet" onClick={() => setWay('password')}>{w('door.by_password')}</Button></p></>;
}
