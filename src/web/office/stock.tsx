/* What lies here: by consignor, by item, by lot with the days left; and what may be done with a lot besides selling it. */
import { useState } from 'preact/hooks';
import { query } from '../lib/api';
import { money, quantity } from '../lib/money';
import { isoToday } from '../lib/time';
import { Button, Dialog, Notice, Segments } from '../lib/ui';
import { FormEnd, QuantityField, SelectField, TextField, useForm } from './form';
import { usePages } from './load';
import { mayEdit } from './may';
import { DaysLeft, Exports, Filter, Head, Listing, ListHead, LinkButton, Search, Tag, tell, type Col } from './parts';
import { go, hrefTo, route } from './route';
import type { Page, StockBy, StockRow } from './types';
import { w, wordOf } from './words';

interface Asked { by: StockBy; q?: string | undefined; party_id?: string | undefined; item_id?: string | undefined; filter?: string | undefined; sort?: string | undefined }

export function Stock() {
	const { params } = route.value;
	const by = (['producer', 'item', 'lot'] as const).find((each) => each === params.by) ?? 'lot';
	const asked: Asked = { by, q: params.q, party_id: params.party_id, item_id: params.item_id, filter: params.filter, sort: params.sort };
	return (
		<>
			<Head title={w('menu.stock')} lead={params.party ? w('stock.of', { name: params.party }) : w('stock.lead')}>
				{params.party_id && <LinkButton href={hrefTo('stock', { by })} kind="quiet" icon="x">{w('stock.all')}</LinkButton>}
			</Head>
			<ListHead>
				<Segments label={w('stock.by')} value={by} onPick={(to) => go('stock', { ...params, by: to })} options={(['producer', 'item', 'lot'] as const).map((value) => ({ value, text: wordOf('by', value) }))} />
				<Search label={w('stock.search')} />
				{by !== 'producer' && <Filter name="filter" label={w('list.show')} options={[{ value: '', text: w('items.all') }, ...['expiring', 'expired', 'pending', 'aside', 'frozen'].map((value) => ({ value, text: wordOf('stock', value) }))]} />}
				<Filter name="sort" label={w('list.sort')} options={[{ value: '', text: wordOf('sort', 'name') }, ...(by === 'producer' ? ['value'] : ['expiry', 'value']).map((value) => ({ value, text: wordOf('sort', value) }))]} />
				<Exports name={by === 'lot' ? 'lots' : 'stock'} params={{ ...asked }} />
			</ListHead>
			<StockRows params={asked} />
		</>
	);
}

export function StockRows({ params, isPlain = false }: { params: Asked; isPlain?: boolean }) {
	const pages = usePages<StockRow, Page & { rows: StockRow[]; total_value: number | null }>('/stock' + query({ ...params, limit: 50 }), 'rows');
	const [acting, setActing] = useState<StockRow | null>(null);
	const amount: Col<StockRow> = { title: w('stock.quantity'), isNumber: true, cell: (row) => <>{quantity(row.qty_milli)} {row.unit}</> };
	const value: Col<StockRow> = { title: w('stock.value'), isNumber: true, cell: (row) => money(row.value) };
	const cols: Col<StockRow>[] = params.by === 'producer' ? [
		{ title: w('product.producer'), isMain: true, cell: (row) => <a href={hrefTo('stock', { by: 'lot', party_id: row.producer_id, party: row.producer })}>{row.producer}</a> },
		{ title: w('stock.items'), isNumber: true, cell: (row) => row.items_count }, { title: w('stock.lots'), isNumber: true, cell: (row) => row.lots_count }, value,
	] : params.by === 'item' ? [
		{ title: w('item.name'), isMain: true, cell: (row) => <><a href={hrefTo('stock', { by: 'lot', item_id: row.item_id, party_id: row.producer_id, party: row.producer })}>{row.item}</a>{!isPlain && <span class="under">{row.producer}</span>}</> },
		{ title: w('stock.first'), cell: (row) => <DaysLeft day={row.expiry_day} days={row.days_left} /> }, { title: w('stock.lots'), isNumber: true, cell: (row) => row.lots_count }, amount, value,
	] : [
		{ title: w('item.name'), isMain: true, cell: (row) => <>{row.item_id ? <a href={hrefTo(`items/${row.item_id}`)}>{row.item}</a> : row.item}<span class="under">{row.producer}{row.contract_number && ` · ${row.contract_number}`}</span></> },
		{ title: w('lot.code'), cell: (row) => <>{row.is_pending ? <Tag level="look">{w('lot.pending')}</Tag> : row.lot_code}{row.is_frozen && <Tag level="stop">{w('lot.frozen')}</Tag>}<span class="under">{wordOf('place', row.place)}{row.lot_id && !row.is_pending && <> · <a href={hrefTo(`recalls/${row.lot_id}`)}>{w('recall.act')}</a></>}</span></> },
		{ title: w('lot.expiry'), cell: (row) => <DaysLeft day={row.expiry_day} days={row.days_left} /> },
		{ ...amount, cell: (row) => <>{quantity(row.qty_milli)} {row.unit}<span class="under">{money(row.value)}</span></> },
		...(mayEdit('stock') ? [{ title: w('stock.do'), cell: (row: StockRow) => (row.is_pending || !row.lot_id ? <LinkButton kind="quiet" icon="package-plus" href={hrefTo('intake/new', { contract_id: row.contract_id, contract: `${row.producer} · ${row.contract_number ?? ''}` })}>{w('stock.receive')}</LinkButton> : row.place !== 'hamper' && <Button icon="arrow-right-left" aria-label={w('stock.act_on', { name: row.item ?? '' })} onClick={() => setActing(row)}>{w('stock.act')}</Button>) }] : []),
	];
	return (
		<>
			<Listing pages={pages} label={w('menu.stock')} cols={cols} isSearched={Boolean(params.q || params.filter)} keyOf={(row) => [row.producer_id, row.item_id, row.lot_id, row.contract_id, row.place].join()}
				empty={<p>{isPlain ? w('stock.none_here') : w('stock.empty')}</p>} />
			{!isPlain && pages.data?.total_value != null && pages.rows.length > 0 && <p class="grand"><span>{w('stock.total')}</span> <strong>{money(pages.data.total_value)}</strong></p>}
			{acting && <MoveDialog row={acting} onDone={(isSaved) => { setActing(null); if (isSaved) pages.reload(); }} />}
		</>
	);
}

const KINDS = ['back', 'broken', 'expired', 'sample', 'missing', 'place'] as const;

function MoveDialog({ row, onDone }: { row: StockRow; onDone: (isSaved: boolean) => void }) {
	const isPast = row.expiry_day !== null && row.expiry_day < isoToday();
	const form = useForm({ kind: (isPast ? 'expired' : 'back') as string, qty_milli: row.qty_milli as number | null, to_place: row.place === 'shelf' ? 'aside' : 'shelf', reason: '' });
	const v = form.values;
	async function save(): Promise<void> {
		if (v.qty_milli === null) return form.fail('lines[0].qty_milli', w('intake.quantity_needed'));
		if (v.qty_milli > row.qty_milli) return form.fail('lines[0].qty_milli', w('move.too_many', { count: quantity(row.qty_milli), unit: row.unit ?? '' }));
		if (!v.reason.trim()) return form.fail('reason', w('move.reason_needed'));
		const saved = await form.send<{ number: number }>('/stock/moves', { kind: v.kind, reason: v.reason.trim(), lines: [{ lot_id: row.lot_id, place: row.place, qty_milli: v.qty_milli, to_place: v.kind === 'place' ? v.to_place : null }] });
		if (!saved) return;
		tell(w('move.saved', { what: wordOf('move', v.kind).toLowerCase(), count: quantity(v.qty_milli), unit: row.unit ?? '', name: row.item ?? '' }));
		onDone(true);
	}
	return (
		<Dialog title={row.item ?? ''} onClose={() => onDone(false)} wide>
			<p class="soft">{row.producer} · {w('lot.of_full', { code: row.lot_code ?? '–' })} · {wordOf('place', row.place)} · {w('item.left', { count: quantity(row.qty_milli), unit: row.unit ?? '' })}</p>
			<form class="fields" onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<SelectField form={form} name="kind" class="wide" label={w('move.what')} hint={wordOf('move_more', v.kind)} value={v.kind} options={KINDS.map((value) => ({ value, text: wordOf('move', value) }))} onChange={(kind) => form.set({ kind })} />
				<QuantityField form={form} name="lines[0].qty_milli" isWanted label={w('intake.quantity', { unit: row.unit ?? '' })} decimals={row.decimals} value={v.qty_milli} onChange={(qty_milli) => form.set({ qty_milli })} />
				{v.kind === 'place' && <SelectField form={form} name="lines[0].to_place" label={w('move.to')} value={v.to_place} options={['shelf', 'aside'].filter((each) => each !== row.place).map((value) => ({ value, text: wordOf('place', value) }))} onChange={(to_place) => form.set({ to_place })} />}
				<TextField form={form} name="reason" class="wide" isWanted label={w('move.reason')} value={v.reason} onChange={(reason) => form.set({ reason })} />
				{v.kind !== 'place' && <div class="wide"><Notice level="off">{w('move.second')}</Notice></div>}
				<FormEnd form={form} label={w('move.save')}><Button kind="quiet" onClick={() => onDone(false)}>{w('cancel')}</Button></FormEnd>
			</form>
		</Dialog>
	);
}
