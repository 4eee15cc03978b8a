/* Who works here: name, role, PIN, whether the person may still sign in. */
import { useState } from 'preact/hooks';
import { session } from '../lib/signin';
import type { Role } from '../lib/types';
import { Button, Dialog } from '../lib/ui';
import { CheckField, FormEnd, SelectField, TextField, useForm } from './form';
import { useLoad } from './load';
import { Head, LinkButton, Rows, Tag, tell, Wait } from './parts';
import type { Staff } from './types';
import { w, wordOf } from './words';

const ROLES: Role[] = ['cashier', 'supervisor', 'stock', 'accountant', 'admin'];

export function StaffPage() {
	const staff = useLoad<{ staff: Staff[] }>('/staff');
	const [open, setOpen] = useState<Staff | 'new' | null>(null);
	return (
		<>
			<Head title={w('menu.staff')} lead={w('staff.lead')}>
				<Button icon="plus" class="go" onClick={() => setOpen('new')}>{w('staff.new')}</Button>
			</Head>
			<Wait of={staff}>{(data) => <Rows label={w('menu.staff')} rows={data.staff} keyOf={(row) => row.id} cols={[
				{ title: w('staff.name'), isMain: true, cell: (row) => <><strong>{row.name}</strong><span class="under">{row.login}</span></> },
				{ title: w('staff.role'), cell: (row) => wordOf('role', row.role) },
				{ title: w('staff.ways'), cell: (row) => [row.has_pin && 'PIN', row.has_password && w('door.password').toLowerCase()].filter(Boolean).join(', ') || <Tag level="look">{w('staff.no_way')}</Tag> },
				{ title: w('staff.state'), cell: (row) => (row.is_active ? <Tag level="good">{w('staff.active')}</Tag> : <Tag level="off">{w('staff.left')}</Tag>) },
				{ title: w('rows.edit'), cell: (row) => <>
					{row.is_active && <LinkButton icon="id-card" href={`/api/v1/staff/${row.id}/badge.pdf`} isNew>{w('staff.badge')}<span class="unseen"> {row.name}</span></LinkButton>}
					<Button kind="quiet" icon="pencil" aria-label={w('staff.edit', { name: row.name })} onClick={() => setOpen(row)} />
				</> },
			]} />}</Wait>
			{open && <StaffDialog staff={open === 'new' ? null : open} onDone={(isSaved) => { setOpen(null); if (isSaved) staff.reload(); }} />}
		</>
	);
}

function StaffDialog({ staff, onDone }: { staff: Staff | null; onDone: (isSaved: boolean) => void }) {
	const form = useForm({ login: staff?.login ?? '', name: staff?.name ?? '', role: staff?.role ?? 'cashier' as Role, pin: '', again: '', password: '', is_active: staff?.is_active ?? true });
	const v = form.values;
	const isMe = staff?.id === session.value?.staff.id;
	async function save(): Promise<void> {
		if (!v.name.trim()) return form.fail('name', w('staff.name_needed'));
		if (!/^[a-z0-9._-]{2,30}$/.test(v.login)) return form.fail('login', w('staff.login_wrong'));
		if (v.pin && !/^\d{4,8}$/.test(v.pin)) return form.fail('pin', w('staff.pin_wrong'));
		if (v.pin !== v.again) return form.fail('again', w('staff.pin_again'));
		if (!await form.send('/staff', { staff_id: staff?.id ?? null, login: v.login, name: v.name.trim(), role: v.role, pin: v.pin || null, password: v.password || null, is_active: v.is_active })) return;
		tell(w('item.saved', { name: v.name.trim() }));
		onDone(true);
	}
	return (
		<Dialog title={staff ? staff.name : w('staff.new')} onClose={() => onDone(false)} wide>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<TextField form={form} name="name" isWanted label={w('staff.name')} value={v.name} maxLength={100} onChange={(name) => form.set({ name })} />
				<TextField form={form} name="login" isWanted label={w('door.login')} value={v.login} maxLength={30} onChange={(login) => form.set({ login: login.toLowerCase() })} />
				<SelectField form={form} name="role" class="wide" label={w('staff.role')} hint={wordOf('role_more', v.role)} value={v.role} options={ROLES.map((value) => ({ value, text: wordOf('role', value) }))} onChange={(role) => form.set({ role: role as Role })} />
				<TextField form={form} name="pin" type="password" inputMode="numeric" label={staff?.has_pin ? w('staff.new_pin') : 'PIN'} hint={staff ? w('staff.keep') : w('staff.pin_hint')} value={v.pin} maxLength={8} onChange={(pin) => form.set({ pin })} />
				<TextField form={form} name="again" type="password" inputMode="numeric" label={w('staff.again')} value={v.again} maxLength={8} onChange={(again) => form.set({ again })} />
				<TextField form={form} name="password" class="wide" type="password" label={w('staff.password')} hint={staff ? w('staff.keep') : w('staff.optional')} value={v.password} maxLength={100} onChange={(password) => form.set({ password })} />
				{staff && !isMe && <CheckField form={form} name="is_active" label={w('staff.is_active')} hint={w('staff.is_active_hint')} value={v.is_active} onChange={(is_active) => form.set({ is_active })} />}
				<FormEnd form={form} label={w('save')}><Button kind="quiet" onClick={() => onDone(false)}>{w('cancel')}</Button></FormEnd>
			</form>
		</Dialog>
	);
}
