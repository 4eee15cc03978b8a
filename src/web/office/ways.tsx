/* The ways to pay: which are taken, in which order, what each is called, and which need a number. Wallets, card terminals and accounts may be
 * more than one of a kind; each is a bucket of its own on the Z. */
import { useState } from 'preact/hooks';
import { Button, Dialog } from '../lib/ui';
import { CheckField, CountField, FormEnd, SelectField, TextField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Head, Rows, Tag, tell, Wait } from './parts';
import { w, wordOf } from './words';

interface Way { way: string; code: string | null; name: string; is_on: boolean; needs_reference: boolean; place: number }
const NAMED = ['wallet', 'card', 'transfer'];

export function Ways() {
	const ways = useLoad<{ ways: Way[] }>('/pay-ways');
	const [open, setOpen] = useState<Way | null>(null);
	return (
		<>
			<Head title={w('menu.ways')} lead={w('ways.lead')}>
				{mayEdit('settle') && <Button icon="plus" onClick={() => setOpen({ way: 'wallet', code: '', name: '', is_on: true, needs_reference: false, place: 20 })}>{w('ways.new')}</Button>}
			</Head>
			<Wait of={ways}>{(data) => <Rows label={w('menu.ways')} rows={data.ways} keyOf={(row) => `${row.way}:${row.code ?? ''}`} cols={[
				{ title: w('ways.name'), isMain: true, cell: (row) => <><strong>{row.name}</strong><span class="under">{wordOf('kind', row.way)}{row.code && ` · ${row.code}`}</span></> },
				{ title: w('ways.state'), cell: (row) => <Tag level={row.is_on ? 'good' : 'off'}>{w(row.is_on ? 'ways.on' : 'ways.off')}</Tag> },
				{ title: w('ways.reference'), cell: (row) => (row.needs_reference ? w('ways.needed') : '') },
				{ title: w('ways.place'), isNumber: true, cell: (row) => row.place },
				{ title: w('stock.do'), cell: (row) => mayEdit('settle') && <Button icon="pencil" onClick={() => setOpen(row)}>{w('ways.change')}</Button> },
			]} />}</Wait>
			{open && <WayDialog way={open} onDone={(isSaved) => { setOpen(null); if (isSaved) ways.reload(); }} />}
		</>
	);
}

function WayDialog({ way, onDone }: { way: Way; onDone: (isSaved: boolean) => void }) {
	const isNew = way.code === '';
	const form = useForm({ ...way, code: way.code ?? '', place: way.place as number | null });
	const v = form.values;
	async function save(): Promise<void> {
		const saved = await form.send<object>('/pay-ways', { ways: [{ way: v.way, code: v.code.trim() || null, name: v.name.trim(), is_on: v.is_on, needs_reference: v.needs_reference, place: v.place ?? 0 }] });
		if (!saved) return;
		tell(w('ways.saved', { name: v.name.trim() }));
		onDone(true);
	}
	return (
		<Dialog title={isNew ? w('ways.new') : way.name} onClose={() => onDone(false)}>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				{isNew && <SelectField form={form} name="ways[0].way" label={w('ways.kind')} value={v.way} options={NAMED.map((value) => ({ value, text: wordOf('kind', value) }))} onChange={(kind) => form.set({ way: kind })} />}
				{isNew && <TextField form={form} name="ways[0].code" isWanted label={w('ways.code')} hint={w('ways.code_hint')} maxLength={20} value={v.code} onChange={(code) => form.set({ code: code.toLowerCase() })} />}
				<TextField form={form} name="ways[0].name" isWanted label={w('ways.name')} maxLength={40} value={v.name} onChange={(name) => form.set({ name })} />
				<CountField form={form} name="ways[0].place" label={w('ways.place')} max={1000} value={v.place} onChange={(place) => form.set({ place })} />
				{v.way !== 'cash' && <CheckField form={form} name="ways[0].is_on" label={w('ways.is_on')} value={v.is_on} onChange={(is_on) => form.set({ is_on })} />}
				{v.way !== 'cash' && <CheckField form={form} name="ways[0].needs_reference" label={w('ways.needs')} value={v.needs_reference} onChange={(needs_reference) => form.set({ needs_reference })} />}
				<FormEnd form={form} label={w('form.save')} />
			</form>
		</Dialog>
	);
}
