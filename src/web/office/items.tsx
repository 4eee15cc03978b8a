/* Goods: the list, one item with its codes, VAT and prices. */
import { useEffect, useState } from 'preact/hooks';
import { query } from '../lib/api';
import { judgeCode, shownCode } from '../lib/code';
import { money, quantity } from '../lib/money';
import { clock, day, dayText, isoToday } from '../lib/time';
import { Button, Notice, Stars } from '../lib/ui';
import { Drafts } from './drafts';
import { asker, CheckField, CountField, DayField, FormEnd, MoneyField, Part, PickField, RemoveButton, SelectField, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { Exports, Filter, Head, LinkButton, Listing, ListHead, Rows, Search, Tag, tell, Wait } from './parts';
import { go, hrefTo, route } from './route';
import type { ContractRow, Item, ItemCode, ItemRow, ItemVat, Page, ProductRow, Scheme } from './types';
import { ToldPart } from './told';
import { Picture } from './tiles';
import { w, wordOf } from './words';
import { mayEdit } from './may';

const VAT_CLASSES = ['10', '8', '5', '0', 'KCT', 'KKKNT'];
const UNITS = ['chai', 'hộp', 'gói', 'túi', 'kg', 'lọ', 'cái', 'bộ', 'chục', 'lít'];

export function Items() {
	const { id } = route.value;
	if (id) return <ItemPage key={id} id={id} />;
	return <ItemList />;
}

function ItemList() {
	const { params } = route.value;
	const asked = { q: params.q, filter: params.filter === 'draft' ? undefined : params.filter };
	const pages = usePages<ItemRow, Page & { items: ItemRow[] }>('/items' + query({ ...asked, limit: 50 }), 'items');
	return (
		<>
			<Head title={w('menu.items')} lead={w('items.lead')}>
				<LinkButton href="#/tiles" icon="list">{w('menu.tiles')}</LinkButton>
				{mayEdit('goods') && <LinkButton href="#/items/new" icon="plus" kind="go">{w('items.new')}</LinkButton>}
			</Head>
			<ListHead>
				<Search label={w('items.search')} />
				<Filter name="filter" label={w('list.show')} options={[
					{ value: '', text: w('items.all') }, { value: 'active', text: w('items.active') }, { value: 'stopped', text: w('items.stopped') },
					{ value: 'no_price', text: w('items.no_price') }, { value: 'no_code', text: w('items.no_code') }, { value: 'draft', text: w('drafts.filter') },
				]} />
				<Exports name="items" params={asked} />
			</ListHead>
			{params.filter === 'draft' ? <Drafts /> : <Listing pages={pages} label={w('menu.items')} keyOf={(row) => row.id} isSearched={Boolean(params.q || params.filter)}
				empty={<><p>{w('items.empty')}</p><div class="actions"><LinkButton href="#/items/new" icon="plus">{w('items.new')}</LinkButton><LinkButton href="#/data" icon="upload">{w('items.import')}</LinkButton></div></>}
				cols={[
					{ title: w('item.name'), isMain: true, cell: (row) => <><a href={hrefTo(`items/${row.id}`)}>{row.name}</a> <Stars count={row.stars} />{!row.is_active && <Tag level="off">{w('items.stopped')}</Tag>}<span class="under">{row.producer}</span></> },
					{ title: w('item.code'), cell: (row) => <>{row.code}<span class="under">{row.codes.slice(0, 2).map(shownCode).join(' · ')}{row.codes.length > 2 && ` +${row.codes.length - 2}`}</span></> },
					{ title: w('item.price'), isNumber: true, cell: (row) => (row.price === null ? <Tag level="look">{w('item.no_price')}</Tag> : <>{money(row.price)}<span class="under">/ {row.unit}</span></>) },
					{ title: w('item.vat'), cell: (row) => wordOf('vat', row.vat_class) },
					{ title: w('item.stock'), isNumber: true, cell: (row) => <>{quantity(row.stock_milli)} {row.unit}</> },
				]} />}
		</>
	);
}

interface Draft {
	code: string; name: string; unit: string; decimals: number; product_id: string | null; product_name: string; short_number: number | null; tile_group: string;
	has_stock: boolean; is_food: boolean; is_active: boolean; contract_id: string | null; contract_number: string; round_unit: number; codes: ItemCode[];
	vat_class: string; vat_from: string | null; vat_note: string; first_price: number | null;
}

function draftOf(item: Item | null): Draft {
	const vat = item?.vats.find((each) => each.buyer === 0 && each.seller_profile === 0) ?? item?.vats[0];
	return {
		code: item?.code ?? '', name: item?.name ?? '', unit: item?.unit ?? 'hộp', decimals: item?.decimals ?? 0, product_id: item?.product_id ?? null,
		product_name: item?.product_name ?? '', short_number: item?.short_number ?? null, tile_group: item?.tile_group ?? '', has_stock: item?.has_stock ?? true,
		is_food: item?.is_food ?? true, is_active: item?.is_active ?? true, contract_id: item?.contract_id ?? null, contract_number: item?.contract_number ?? '',
		round_unit: item?.round_unit ?? 1, codes: (item?.codes ?? []).map((each) => ({ ...each, code: shownCode(each.code) })), vat_class: vat?.vat_class ?? '8', vat_from: vat ? null : isoToday(), vat_note: '', first_price: null,
	};
}

function ItemPage({ id }: { id: string }) {
	const isNew = id === 'new';
	const item = useLoad<Item>(isNew ? null : `/items/${id}`);
	const up = { href: '#/items', text: w('menu.items') };
	if (isNew) return <><Head title={w('items.new')} up={up} /><ItemForm item={null} onSaved={() => undefined} /></>;
	return (
		<Wait of={item}>{(data) => (
			<>
				<Head title={data.name} up={up} lead={<>{data.code} · {data.price === null ? w('item.no_price') : `${money(data.price)} / ${data.unit}`} · {w('item.left', { count: quantity(data.stock_milli), unit: data.unit })} <Stars count={data.stars} /></>} />
				<Prices item={data} onSaved={item.reload} />
				<Picture itemId={data.id} name={data.name} image={data.image} onSaved={item.reload} />
				<ItemForm key={`${data.id}-${data.vats.length}`} item={data} onSaved={item.reload} />
				<ToldPart itemId={data.id} />
			</>
		)}</Wait>
	);
}

function Prices({ item, onSaved }: { item: Item; onSaved: () => void }) {
	const form = useForm({ amount: null as number | null, day: null as string | null, time: '' });
	async function save(): Promise<void> {
		const { amount, day: from, time } = form.values;
		if (amount === null) return form.fail('amount', w('price.needed'));
		if (time && !/^([01]?\d|2[0-3])[:hg]?[0-5]\d$/.test(time)) return form.fail('time', w('time.wrong'));
		const figures = time.replace(/\D/g, '').padStart(4, '0');
		const from_us = from ? Date.parse(`${from}T${time ? `${figures.slice(0, 2)}:${figures.slice(2)}` : '00:00'}:00+07:00`) * 1000 : null;
		if (!await form.send('/prices', { item_id: item.id, amount, from_us })) return;
		tell(w('price.saved', { amount: money(amount) }));
		form.set({ amount: null, day: null, time: '' });
		onSaved();
	}
	return (
		<section class="part" aria-labelledby="prices">
			<h2 id="prices">{w('price.title')}</h2>
			<p class="soft">{w('price.lead')}</p>
			{mayEdit('goods') && <form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<MoneyField form={form} name="amount" label={w('price.new')} value={form.values.amount} onChange={(amount) => form.set({ amount })} />
				<DayField form={form} name="from_us" label={w('price.from')} hint={w('price.now')} value={form.values.day} onChange={(from) => form.set({ day: from })} />
				<TextField form={form} name="time" label={w('price.time')} hint="08:00" value={form.values.time} maxLength={5} inputMode="numeric" onChange={(time) => form.set({ time })} />
				<FormEnd form={form} label={w('price.save')} />
			</form>}
			{item.prices.length > 0 && <Rows label={w('price.history')} rows={item.prices} keyOf={(row) => `${row.from_us}-${row.site_id ?? ''}`} cols={[
				{ title: w('price.from'), cell: (row) => `${day(row.from_us)} ${clock(row.from_us)}${row.from_us > Date.now() * 1000 ? w('price.coming') : ''}` },
				{ title: w('item.price'), isNumber: true, cell: (row) => money(row.amount) },
			]} />}
		</section>
	);
}

function CodeNote({ code, scheme }: ItemCode) {
	const judged = judgeCode(code.trim());
	if (judged.kind === 'wrong') return <Notice level="look">{w('code.check', { right: judged.right })}</Notice>;
	if (judged.kind === 'scale' && scheme === 'gtin') return <Notice level="off">{w('code.scale')}</Notice>;
	if (judged.kind === 'other' && scheme === 'gtin' && code.trim()) return <Notice level="look">{w('code.length')}</Notice>;
	return null;
}

function ItemForm({ item, onSaved }: { item: Item | null; onSaved: () => void }) {
	const form = useForm<Draft>(draftOf(item));
	const [isVatOpen, setVatOpen] = useState(item === null);
	const v = form.values;
	useEffect(() => { if (item && form.wrong?.field.startsWith('vats')) setVatOpen(true); }, [form.wrong]);
	const setCode = (i: number, part: Partial<ItemCode>) => form.set({ codes: v.codes.map((each, at) => (at === i ? { ...each, ...part } : each)) });
	async function save(): Promise<void> {
		if (!v.name.trim()) return form.fail('name', w('item.name_needed'));
		if (!v.has_stock && !v.contract_id) return form.fail('contract_id', w('item.contract_needed'));
		const vats: ItemVat[] = isVatOpen && v.vat_from ? [{ vat_class: v.vat_class, from_day: v.vat_from, buyer: 0, seller_profile: 0, legal_note: v.vat_note.trim() || null }] : [];
		const saved = await form.send<Item>('/items', {
			item_id: item?.id ?? null, code: v.code.trim() || null, name: v.name.trim(), unit: v.unit.trim(), decimals: v.decimals, product_id: v.product_id, short_number: v.short_number,
			tile_group: v.tile_group.trim() || null, has_stock: v.has_stock, is_food: v.is_food, is_active: v.is_active, contract_id: v.has_stock ? null : v.contract_id,
			round_unit: v.round_unit, codes: v.codes.filter((each) => each.code.trim()).map((each) => ({ ...each, code: each.code.trim() })), vats,
		});
		if (!saved) return;
		if (!item && v.first_price !== null && !await form.send('/prices', { item_id: saved.id, amount: v.first_price, from_us: null })) {
			tell(w('item.saved_no_price', { name: saved.name }), 'look');
		} else tell(w('item.saved', { name: saved.name }));
		if (item) onSaved();
		else go(`items/${saved.id}`);
	}
	return (
		<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<Part title={w('item.facts')}>
				<TextField form={form} name="name" class="wide" isWanted label={w('item.name')} hint={w('item.name_hint')} value={v.name} onChange={(name) => form.set({ name })} />
				<TextField form={form} name="code" label={w('item.own_code')} hint={w('item.code_hint')} value={v.code} maxLength={40} onChange={(code) => form.set({ code })} />
				<TextField form={form} name="unit" isWanted label={w('item.unit')} hint={UNITS.slice(0, 6).join(', ') + '…'} value={v.unit} maxLength={20} onChange={(unit) => form.set({ unit })} />
				<SelectField form={form} name="decimals" label={w('item.decimals')} value={String(v.decimals)} onChange={(text) => form.set({ decimals: Number(text) })} options={[
					{ value: '0', text: w('item.whole') }, { value: '1', text: '0,1' }, { value: '2', text: '0,01' }, { value: '3', text: w('item.weighed') },
				]} />
				<TextField form={form} name="tile_group" label={w('item.group')} hint={w('item.group_hint')} value={v.tile_group} maxLength={60} onChange={(tile_group) => form.set({ tile_group })} />
				<CountField form={form} name="short_number" label={w('item.short')} hint={w('item.short_hint')} max={9999} value={v.short_number} onChange={(short_number) => form.set({ short_number })} />
				<PickField<ProductRow> form={form} name="product_id" class="wide" label={w('item.product')} hint={w('item.product_hint')}
					value={v.product_id} text={v.product_name} ask={asker<ProductRow>((q) => '/products' + query({ q }), 'products')} keyOf={(row) => row.id} show={(row) => row.name} more={(row) => row.producer}
					onPick={(row) => form.set({ product_id: row?.id ?? null, product_name: row?.name ?? '' })} />
				<CheckField form={form} name="has_stock" label={w('item.has_stock')} hint={w('item.has_stock_hint')} value={v.has_stock} onChange={(has_stock) => form.set({ has_stock })} />
				<CheckField form={form} name="is_food" label={w('item.is_food')} hint={w('item.is_food_hint')} value={v.is_food} onChange={(is_food) => form.set({ is_food })} />
				{item && <CheckField form={form} name="is_active" label={w('items.active')} value={v.is_active} onChange={(is_active) => form.set({ is_active })} />}
				{!v.has_stock && <PickField<ContractRow> form={form} name="contract_id" class="wide" isWanted label={w('item.contract')} value={v.contract_id} text={v.contract_number}
					ask={asker<ContractRow>((q) => '/contracts' + query({ q }), 'contracts')} keyOf={(row) => row.id} show={(row) => row.number} more={(row) => row.consignor_name} onPick={(row) => form.set({ contract_id: row?.id ?? null, contract_number: row?.number ?? '' })} />}
			</Part>
			<Part title={w('item.codes')} lead={w('item.codes_lead')}>
				{v.codes.map((each, i) => (
					<div key={i} class="line-of wide">
						<TextField form={form} name={`codes[${i}].code`} label={w('code.code', { n: i + 1 })} value={each.code} maxLength={100} onChange={(code) => setCode(i, { code })} />
						<SelectField form={form} name={`codes[${i}].scheme`} label={w('code.kind')} value={each.scheme} onChange={(scheme) => setCode(i, { scheme: scheme as Scheme })}
							options={(['gtin', 'in_store', 'producer', 'scale'] as const).map((value) => ({ value, text: wordOf('scheme', value) }))} />
						<RemoveButton label={w('code.remove', { code: each.code })} onClick={() => form.set({ codes: v.codes.filter((_, at) => at !== i) })} />
						<div class="says" role="status"><CodeNote {...each} /></div>
					</div>
				))}
				<div class="wide"><Button icon="plus" onClick={() => form.set({ codes: [...v.codes, { code: '', scheme: 'gtin' }] })}>{w('code.add')}</Button></div>
			</Part>
			<Part title={w('item.vat')} lead={w('vat.lead')}>
				{item && item.vats.length > 0 && <div class="wide"><Rows label={w('vat.history')} rows={item.vats} keyOf={(row) => `${row.from_day}-${row.buyer}-${row.seller_profile}`} cols={[
					{ title: w('vat.from'), cell: (row) => dayText(row.from_day) }, { title: w('vat.class'), cell: (row) => wordOf('vat', row.vat_class) },
					{ title: w('vat.buyer'), cell: (row) => wordOf('buyer', String(row.buyer)) }, { title: w('vat.note'), cell: (row) => row.legal_note ?? '' },
				]} /></div>}
				{!isVatOpen ? <div class="wide"><Button icon="plus" onClick={() => { setVatOpen(true); form.set({ vat_from: isoToday() }); }}>{w('vat.add')}</Button></div> : <>
					<SelectField form={form} name="vats[0].vat_class" label={w('vat.class')} value={v.vat_class} onChange={(vat_class) => form.set({ vat_class })} options={VAT_CLASSES.map((value) => ({ value, text: wordOf('vat', value) }))} />
					<DayField form={form} name="vats[0].from_day" label={w('vat.from')} value={v.vat_from} onChange={(vat_from) => form.set({ vat_from })} />
					<TextField form={form} name="vats[0].legal_note" label={w('vat.note')} hint={w('vat.note_hint')} value={v.vat_note} onChange={(vat_note) => form.set({ vat_note })} />
				</>}
			</Part>
			{!item && <Part title={w('price.title')}><MoneyField form={form} name="first_price" label={w('price.first')} value={v.first_price} onChange={(first_price) => form.set({ first_price })} /></Part>}
			{mayEdit('goods') && <FormEnd form={form} label={w('save')} />}
		</form>
	);
}
