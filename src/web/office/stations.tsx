/* Tills, and the browsers enrolled as one: there a PIN opens the till; elsewhere it takes the password. */
import { useState } from 'preact/hooks';
import { post } from '../lib/api';
import { loadSession, session } from '../lib/signin';
import { clock, day } from '../lib/time';
import { Button, Dialog } from '../lib/ui';
import { FormEnd, SelectField, TextField, useForm } from './form';
import { useLoad } from './load';
import { Rows, Tag, tell, Wait } from './parts';
import { w } from './words';

interface Station { id: string; name: string; till_code: string | null; staff_name: string | null; at_us: number; is_this: boolean }

export function Stations() {
	const stations = useLoad<{ stations: Station[] }>('/stations');
	const [open, setOpen] = useState<'station' | 'till' | null>(null);
	const isAdmin = session.value?.staff.role === 'admin';
	async function revoke(row: Station): Promise<void> {
		try {
			await post(`/stations/${row.id}/revoke`, {});
			tell(w('station.revoked', { name: row.name }));
			stations.reload();
		} catch (error) {
			tell(error instanceof Error ? error.message : String(error), 'stop');
		}
	}
	return (
		<section class="part" aria-labelledby="stations">
			<h2 id="stations">{w('station.title')}</h2>
			<p class="soft">{w('station.lead')}</p>
			<Wait of={stations}>{(data) => (data.stations.length === 0 ? <p class="soft">{w('station.none')}</p> : <Rows label={w('station.title')} rows={data.stations} keyOf={(row) => row.id} cols={[
				{ title: w('device.name'), isMain: true, cell: (row) => <><strong>{row.name}</strong><span class="under">{row.till_code ? w('station.till', { till: row.till_code }) : w('station.any')}</span></> },
				{ title: w('station.by'), cell: (row) => <>{row.staff_name}<span class="under">{clock(row.at_us)} {day(row.at_us)}</span></> },
				{ title: w('device.state'), cell: (row) => <Tag level="good">{row.is_this ? w('station.this') : w('station.holds')}</Tag> },
				{ title: w('rows.edit'), cell: (row) => <Button kind="quiet" icon="trash-2" onClick={() => void revoke(row)}>{w('station.revoke')}</Button> },
			]} />)}</Wait>
			<p>
				<Button icon="plus" onClick={() => setOpen('station')}>{w('station.enroll')}</Button>{' '}
				{isAdmin && <Button kind="quiet" icon="store" onClick={() => setOpen('till')}>{w('station.new_till')}</Button>}
			</p>
			{open === 'station' && <StationDialog onDone={(isSaved) => { setOpen(null); if (isSaved) stations.reload(); }} />}
			{open === 'till' && <TillDialog onDone={() => setOpen(null)} />}
		</section>
	);
}

function StationDialog({ onDone }: { onDone: (isSaved: boolean) => void }) {
	const form = useForm({ name: '', till_id: '' });
	const v = form.values;
	async function save(): Promise<void> {
		if (!v.name.trim()) return form.fail('name', w('station.name_needed'));
		if (!await form.send('/stations', { name: v.name.trim(), till_id: v.till_id || null })) return;
		tell(w('item.saved', { name: v.name.trim() }));
		onDone(true);
	}
	return (
		<Dialog title={w('station.enroll')} onClose={() => onDone(false)} wide>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<TextField form={form} name="name" isWanted label={w('device.name')} hint={w('station.name_hint')} value={v.name} maxLength={60} onChange={(name) => form.set({ name })} />
				<SelectField form={form} name="till_id" label={w('station.which')} value={v.till_id} onChange={(till_id) => form.set({ till_id })}
					options={[{ value: '', text: w('station.any') }, ...session.value!.tills.map((till) => ({ value: till.id, text: `${till.code} · ${till.name}` }))]} />
				<FormEnd form={form} label={w('save')}><Button kind="quiet" onClick={() => onDone(false)}>{w('cancel')}</Button></FormEnd>
			</form>
		</Dialog>
	);
}

function TillDialog({ onDone }: { onDone: () => void }) {
	const form = useForm({ code: '', name: '' });
	const v = form.values;
	async function save(): Promise<void> {
		if (!v.code.trim()) return form.fail('code', w('station.code_needed'));
		if (!await form.send('/tills', { code: v.code.trim(), name: v.name.trim() || v.code.trim() })) return;
		tell(w('station.till_saved', { code: v.code.trim() }));
		void loadSession();
		onDone();
	}
	return (
		<Dialog title={w('station.new_till')} onClose={onDone} wide>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<TextField form={form} name="code" isWanted label={w('station.code')} hint={w('station.code_hint')} value={v.code} maxLength={8} onChange={(code) => form.set({ code: code.toUpperCase() })} />
				<TextField form={form} name="name" label={w('device.name')} value={v.name} maxLength={100} onChange={(name) => form.set({ name })} />
				<FormEnd form={form} label={w('save')}><Button kind="quiet" onClick={onDone}>{w('cancel')}</Button></FormEnd>
			</form>
		</Dialog>
	);
}
