/* OCOP products and their certificates. Stars are shown only while a certificate is valid today. */
import { useState } from 'preact/hooks';
import { query } from '../lib/api';
import { addSpan } from '../lib/day';
import { dayText } from '../lib/time';
import { Button, Dialog, Stars } from '../lib/ui';
import { asker, DayField, FormEnd, Part, PickField, SelectField, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { DaysLeft, Exports, Head, LinkButton, Listing, ListHead, Rows, Search, Tag, tell, Wait } from './parts';
import { go, hrefTo, route } from './route';
import type { Certificate, Page, PartyRow, Product, ProductRow } from './types';
import { w, wordOf } from './words';

interface Commune { code: string; full_name: string; province: string }
const CERTIFICATE_MONTHS = 36;
/* The groups of Decision 26/2026/QĐ-TTg, by their running numbers. */
const GROUP_SET = 2026, GROUPS_COUNT = 26;
const groupText = (set: number, code: number) => (set === GROUP_SET ? wordOf('group2026', String(code)) : w('product.group_numbered', { group: `${set}/${code}` }));

export function Products() {
	const { id } = route.value;
	return id ? <ProductPage key={id} id={id} /> : <ProductList />;
}

function ProductList() {
	const { params } = route.value;
	const asked = { q: params.q, producer_id: params.producer_id };
	const pages = usePages<ProductRow, Page & { products: ProductRow[] }>('/products' + query({ ...asked, limit: 50 }), 'products');
	return (
		<>
			<Head title={w('menu.products')} lead={w('products.lead')}>
				{mayEdit('goods') && <LinkButton href="#/products/new" icon="plus" kind="go">{w('products.new')}</LinkButton>}
			</Head>
			<ListHead><Search label={w('products.search')} /><Exports name="products" params={asked} /></ListHead>
			<Listing pages={pages} label={w('menu.products')} keyOf={(row) => row.id} isSearched={Boolean(params.q)}
				empty={<p>{w('products.empty')}</p>}
				cols={[
					{ title: w('product.name'), isMain: true, cell: (row) => <><a href={hrefTo(`products/${row.id}`)}>{row.name}</a> <Stars count={row.stars} /><span class="under">{row.producer}</span></> },
					{ title: w('product.code'), cell: (row) => row.code },
					{ title: w('product.group'), cell: (row) => row.group_name },
					{ title: w('product.ground'), cell: (row) => wordOf('ground', row.ground) },
					{ title: w('product.valid_to'), cell: (row) => (row.valid_to ? row.stars > 0 ? dayText(row.valid_to) : <Tag level="stop">{w('product.lapsed', { day: dayText(row.valid_to) })}</Tag> : <Tag level="off">{w('product.no_certificate')}</Tag>) },
				]} />
		</>
	);
}

function ProductPage({ id }: { id: string }) {
	const isNew = id === 'new';
	const product = useLoad<Product>(isNew ? null : `/products/${id}`);
	const [open, setOpen] = useState<Certificate | 'new' | null>(null);
	const up = { href: '#/products', text: w('menu.products') };
	if (isNew) return <><Head title={w('products.new')} up={up} /><ProductForm product={null} onSaved={() => undefined} /></>;
	return (
		<Wait of={product}>{(data) => (
			<>
				<Head title={data.name} up={up} lead={<><a href={hrefTo(`parties/${data.producer_id}`)}>{data.producer}</a> <Stars count={data.stars} /></>} />
				<section class="part" aria-labelledby="certificates">
					<h2 id="certificates">{w('certificate.title')}</h2>
					<p class="soft">{w('certificate.lead')}</p>
					{data.certificates.length > 0 ? <Rows label={w('certificate.title')} rows={data.certificates} keyOf={(row) => row.id} cols={[
						{ title: w('certificate.decision'), isMain: true, cell: (row) => <><strong>{row.decision_no}</strong><span class="under">{w('certificate.of', { issuer: row.issuer, day: dayText(row.decision_day) })}</span></> },
						{ title: w('certificate.stars'), cell: (row) => w('certificate.count', { count: row.stars }) },
						{ title: w('certificate.valid'), cell: (row) => (row.revoked_day ? <Tag level="stop">{w('certificate.revoked', { day: dayText(row.revoked_day) })}</Tag> : <><span class="under">{w('certificate.since', { day: dayText(row.valid_from) })}</span><DaysLeft day={row.extended_to ?? row.valid_to} days={row.days_left} /></>) },
						{ title: w('rows.edit'), cell: (row) => mayEdit('goods') && <Button kind="quiet" icon="pencil" aria-label={w('certificate.edit', { number: row.decision_no })} onClick={() => setOpen(row)} /> },
					]} /> : <p class="empty">{w('certificate.none')}</p>}
					{mayEdit('goods') && <Button icon="plus" onClick={() => setOpen('new')}>{w('certificate.new')}</Button>}
				</section>
				{open && <CertificateDialog product={data} certificate={open === 'new' ? null : open} onDone={(isSaved) => { setOpen(null); if (isSaved) product.reload(); }} />}
				<section class="part" aria-labelledby="of-items">
					<h2 id="of-items">{w('product.items')}</h2>
					{data.items.length ? <ul class="links">{data.items.map((each) => <li key={each.id}><a href={hrefTo(`items/${each.id}`)}>{each.name}</a> <span class="soft">{each.code} · {each.unit}</span></li>)}</ul> : <p class="soft">{w('product.no_items')}</p>}
				</section>
				<ProductForm product={data} onSaved={product.reload} />
			</>
		)}</Wait>
	);
}

function CertificateDialog({ product, certificate, onDone }: { product: Product; certificate: Certificate | null; onDone: (isSaved: boolean) => void }) {
	const last = certificate ? null : product.certificates[0];
	const form = useForm({
		stars: certificate?.stars ?? last?.stars ?? 3, decision_no: certificate?.decision_no ?? '', decision_day: certificate?.decision_day ?? null as string | null, issuer: certificate?.issuer ?? last?.issuer ?? '',
		valid_from: certificate?.valid_from ?? null as string | null, valid_to: certificate?.valid_to ?? null as string | null, extended_to: certificate?.extended_to ?? null, revoked_day: certificate?.revoked_day ?? null,
		replaces_id: certificate?.replaces_id ?? last?.id ?? null,
	});
	const v = form.values;
	function decided(decision_day: string | null): void {
		const end = decision_day && addSpan(decision_day, { count: CERTIFICATE_MONTHS, unit: 'month' });
		form.set({ decision_day, ...(decision_day && !certificate && { valid_from: decision_day, valid_to: end ? addSpan(end, { count: -1, unit: 'day' }) : null }) });
	}
	async function save(): Promise<void> {
		if (!v.decision_no.trim()) return form.fail('decision_no', w('certificate.number_needed'));
		if (await form.send('/certificates', { certificate_id: certificate?.id ?? null, product_id: product.id, ...v, decision_no: v.decision_no.trim(), issuer: v.issuer.trim() })) {
			tell(w('certificate.saved', { number: v.decision_no }));
			onDone(true);
		}
	}
	return (
		<Dialog title={certificate ? w('certificate.edit_title') : w('certificate.new')} onClose={() => onDone(false)} wide>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<TextField form={form} name="decision_no" isWanted label={w('certificate.number')} hint="Ví dụ 1234/QĐ-UBND" value={v.decision_no} maxLength={60} onChange={(decision_no) => form.set({ decision_no })} />
				<DayField form={form} name="decision_day" isWanted label={w('certificate.day')} value={v.decision_day} onChange={decided} />
				<TextField form={form} name="issuer" class="wide" isWanted label={w('certificate.issuer')} value={v.issuer} onChange={(issuer) => form.set({ issuer })} />
				<SelectField form={form} name="stars" label={w('certificate.stars')} value={String(v.stars)} onChange={(text) => form.set({ stars: Number(text) })} options={[3, 4, 5].map((n) => ({ value: String(n), text: w('certificate.count', { count: n }) }))} />
				<DayField form={form} name="valid_from" isWanted label={w('certificate.from')} value={v.valid_from} onChange={(valid_from) => form.set({ valid_from })} />
				<DayField form={form} name="valid_to" isWanted edge="last" isFuture label={w('certificate.to')} value={v.valid_to} onChange={(valid_to) => form.set({ valid_to })} after={v.valid_from} />
				{certificate && <DayField form={form} name="extended_to" edge="last" isFuture label={w('certificate.extended')} value={v.extended_to} onChange={(extended_to) => form.set({ extended_to })} />}
				{certificate && <DayField form={form} name="revoked_day" label={w('certificate.revoked_day')} hint={w('certificate.revoked_hint')} value={v.revoked_day} onChange={(revoked_day) => form.set({ revoked_day })} />}
				<FormEnd form={form} label={w('save')} />
			</form>
		</Dialog>
	);
}

function ProductForm({ product, onSaved }: { product: Product | null; onSaved: () => void }) {
	const form = useForm({
		code: product?.code ?? '', name: product?.name ?? '', producer_id: product?.producer_id ?? route.value.params.producer_id ?? null as string | null, producer: product?.producer ?? route.value.params.producer ?? '', ground: product?.ground ?? 'ocop',
		group: product ? `${product.group_set}/${product.group_code}` : '', made_commune: product?.made_commune ?? null as string | null, made_commune_name: product?.made_commune_name ?? '',
	});
	const v = form.values;
	const groupOptions = Array.from({ length: GROUPS_COUNT }, (_, i) => ({ value: `${GROUP_SET}/${i + 1}`, text: groupText(GROUP_SET, i + 1) }));
	if (v.group && !groupOptions.some((each) => each.value === v.group)) groupOptions.push({ value: v.group, text: product?.group_name ?? groupText(Number(v.group.split('/')[0]), Number(v.group.split('/')[1])) });
	async function save(): Promise<void> {
		if (!v.name.trim()) return form.fail('name', w('product.name_needed'));
		if (!v.producer_id) return form.fail('producer_id', w('product.producer_needed'));
		if (!v.code.trim()) return form.fail('code', w('code.needed'));
		if (!v.group) return form.fail('group_code', w('product.group_needed'));
		const [group_set, group_code] = v.group.split('/').map(Number);
		const saved = await form.send<Product>('/products', { product_id: product?.id ?? null, code: v.code.trim(), name: v.name.trim(), producer_id: v.producer_id, ground: v.ground, group_set, group_code, made_commune: v.made_commune });
		if (!saved) return;
		tell(w('item.saved', { name: saved.name }));
		if (product) onSaved(); else go(`products/${saved.id}`);
	}
	return (
		<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<Part title={w('product.facts')}>
				<TextField form={form} name="name" class="wide" isWanted label={w('product.full_name')} hint={w('product.name_hint')} value={v.name} onChange={(name) => form.set({ name })} />
				<PickField<PartyRow> form={form} name="producer_id" class="wide" isWanted label={w('product.producer')} value={v.producer_id} text={v.producer} ask={asker<PartyRow>((q) => '/parties' + query({ role: 'producer', q }), 'parties')}
					keyOf={(row) => row.id} show={(row) => row.name ?? row.code} more={(row) => row.commune_name ?? ''} onPick={(row) => form.set({ producer_id: row?.id ?? null, producer: row?.name ?? '' })} />
				<TextField form={form} name="code" isWanted label={w('product.code')} value={v.code} maxLength={40} onChange={(code) => form.set({ code })} />
				<SelectField form={form} name="ground" label={w('product.ground')} value={v.ground} onChange={(ground) => form.set({ ground })} options={['ocop', 'key', 'rural_industrial', 'speciality'].map((value) => ({ value, text: wordOf('ground', value) }))} />
				<SelectField form={form} name="group_code" class="wide" isWanted label={w('product.group_of')} value={v.group} onChange={(group) => form.set({ group })} options={[{ value: '', text: w('product.no_group') }, ...groupOptions]} />
				<CommuneField form={form} name="made_commune" label={w('product.made')} value={v.made_commune} text={v.made_commune_name} onPick={(made_commune, made_commune_name) => form.set({ made_commune, made_commune_name })} />
			</Part>
			{mayEdit('goods') && <FormEnd form={form} label={w('save')} />}
		</form>
	);
}

/* A commune of today, by words. */
export function CommuneField({ form, name, label, value, text, onPick }:
	{ form: Parameters<typeof PickField>[0]['form']; name: string; label: string; value: string | null; text: string; onPick: (code: string | null, name: string) => void }) {
	return <PickField<Commune> form={form} name={name} class="wide" label={label} hint={w('commune.hint')} value={value} text={text}
		ask={asker<Commune>((q) => '/communes' + query({ q, limit: 20 }), 'communes')} keyOf={(row) => row.code} show={(row) => row.full_name} more={(row) => row.province}
		onPick={(row) => onPick(row?.code ?? null, row ? `${row.full_name}, ${row.province}` : '')} />;
}

