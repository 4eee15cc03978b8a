/* Hampers (giỏ quà): what they are made of, what each owner gets of the price before it is saved, and those made up beforehand. */
import { useEffect, useState } from 'preact/hooks';
import { get, post, query } from '../lib/api';
import { figures, money, quantity } from '../lib/money';
import { dayText } from '../lib/time';
import type { Tile } from '../lib/types';
import { Button, Dialog, Notice } from '../lib/ui';
import { asker, CountField, FormEnd, MoneyField, Part, PickField, QuantityField, RemoveButton, TextField, useForm } from './form';
import { useLoad } from './load';
import { mayEdit } from './may';
import { Head, LinkButton, Rows, tell, Wait } from './parts';
import { go, hrefTo, route } from './route';
import type { ItemRow } from './types';
import { w, wordOf } from './words';

interface PartRow { item_id: string; name: string; qty_milli: number; unit: string }
interface Hamper { item_id: string; code: string; name: string; price: number | null; parts: PartRow[]; made_count: number }
interface Made { made_id: string; name: string; code: string; expiry_day: string | null }
interface PricePart {
	item_id: string; name: string; unit: string; qty_milli: number; list: number; price: number; producer: number; house: number; vat: number;
	vat_class: string | null; consignor: string | null; refused: string | null;
}
interface Price { list: number; producer: number; house: number; vat: number; wrong: string | null; parts: PricePart[] }

export function Hampers() {
	const { id } = route.value;
	return id ? <HamperPage key={id} id={id} /> : <HamperList />;
}

function HamperList() {
	const hampers = useLoad<{ hampers: Hamper[] }>('/hampers');
	return (
		<>
			<Head title={w('menu.hampers')} lead={w('hampers.lead')}>
				{mayEdit('stock') && <LinkButton href="#/hampers/new" icon="plus" kind="go">{w('hampers.new')}</LinkButton>}
			</Head>
			<Wait of={hampers}>{(data) => (data.hampers.length === 0 ? <div class="empty"><p>{w('hampers.empty')}</p></div>
				: <Rows label={w('menu.hampers')} rows={data.hampers} keyOf={(row) => row.item_id} cols={[
					{ title: w('hampers.name'), isMain: true, cell: (row) => <><a href={hrefTo(`hampers/${row.item_id}`)}>{row.name}</a><span class="under">{row.parts.map((part) => `${quantity(part.qty_milli)} ${part.unit} ${part.name}`).join(', ')}</span></> },
					{ title: w('hampers.made'), isNumber: true, cell: (row) => row.made_count },
					{ title: w('hampers.price'), isNumber: true, cell: (row) => (row.price === null ? '–' : money(row.price)) },
				]} />)}</Wait>
		</>
	);
}

function HamperPage({ id }: { id: string }) {
	const hampers = useLoad<{ hampers: Hamper[] }>('/hampers');
	const up = { href: '#/hampers', text: w('menu.hampers') };
	return (
		<Wait of={hampers}>{(data) => {
			const hamper = data.hampers.find((each) => each.item_id === id) ?? null;
			return (
				<>
					<Head title={hamper ? hamper.name : w('hampers.new')} up={up} lead={hamper ? undefined : w('hampers.new_lead')} />
					<RecipeForm key={hamper?.item_id ?? 'new'} hamper={hamper} onSaved={(itemId) => { if (itemId === id) hampers.reload(); else go(`hampers/${itemId}`); }} />
					{hamper && <MadeOnes hamper={hamper} />}
				</>
			);
		}}</Wait>
	);
}

function RecipeForm({ hamper, onSaved }: { hamper: Hamper | null; onSaved: (itemId: string) => void }) {
	const form = useForm({ item_id: hamper?.item_id ?? null as string | null, item: hamper?.name ?? '', price: hamper?.price ?? null as number | null, parts: hamper?.parts ?? [] as PartRow[] });
	const [price, setPrice] = useState<Price | null>(null);
	const v = form.values;
	const lines = v.parts.map((part) => ({ item_id: part.item_id, qty_milli: part.qty_milli }));
	useEffect(() => {
		let isStale = false;
		if (lines.length === 0 || v.price === null) { setPrice(null); return; }
		const timer = setTimeout(() => {
			post<Price>('/hampers/price', { parts: lines, price: v.price }).then((now) => { if (!isStale) setPrice(now); }).catch(() => { if (!isStale) setPrice(null); });
		}, 150);
		return () => { isStale = true; clearTimeout(timer); };
	}, [JSON.stringify(lines), v.price]);
	function setPart(i: number, part: Partial<PartRow>): void {
		form.set({ parts: v.parts.map((each, at) => (at === i ? { ...each, ...part } : each)) });
	}
	async function save(): Promise<void> {
		if (!v.item_id) return form.fail('item_id', w('hampers.item_needed'));
		if (await form.send(`/hampers/${v.item_id}`, { parts: lines })) {
			tell(w('hampers.saved'));
			onSaved(v.item_id);
		}
	}
	const byClass = new Map<string, number>();
	for (const part of price?.parts ?? []) if (part.vat_class) byClass.set(part.vat_class, (byClass.get(part.vat_class) ?? 0) + part.vat);
	return (
		<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
			{!hamper && (
				<Part title={w('hampers.item')} lead={w('hampers.item_lead')}>
					<PickField<ItemRow> form={form} name="item_id" class="wide" isWanted label={w('hampers.item')} value={v.item_id} text={v.item} ask={asker<ItemRow>((q) => '/items' + query({ q, limit: 20 }), 'items')}
						keyOf={(row) => row.id} show={(row) => row.name} more={(row) => `${row.code} · ${row.price === null ? '–' : money(row.price)}`}
						onPick={(row) => form.set({ item_id: row?.id ?? null, item: row?.name ?? '', price: row?.price ?? null })} />
				</Part>
			)}
			<Part title={w('hampers.parts')} lead={w('hampers.parts_lead')}>
				{v.parts.map((part, i) => (
					<div key={part.item_id} class="wide hamper-part">
						<QuantityField form={form} name={`parts[${i}].qty_milli`} label={`${part.name} (${part.unit})`} value={part.qty_milli} decimals={3} onChange={(milli) => { if (milli) setPart(i, { qty_milli: milli }); }} />
						<RemoveButton label={w('hampers.remove', { name: part.name })} onClick={() => form.set({ parts: v.parts.filter((_, at) => at !== i) })} />
					</div>
				))}
				<PickField<Tile> key={v.parts.length} form={form} name="parts" class="wide" label={w('hampers.add')} value={null} text="" ask={asker<Tile>((q) => '/items/search' + query({ q, limit: 20 }), 'items')}
					keyOf={(row) => row.id} show={(row) => row.name} more={(row) => [row.producer, money(row.price)].filter(Boolean).join(' · ')}
					onPick={(row) => { if (row && !v.parts.some((part) => part.item_id === row.id)) form.set({ parts: [...v.parts, { item_id: row.id, name: row.name, unit: row.unit, qty_milli: 1000 }] }); }} />
				<MoneyField form={form} name="price" label={w('hampers.try_price')} hint={w('hampers.try_hint')} value={v.price} onChange={(amount) => form.set({ price: amount })} />
			</Part>
			{price && (
				<section class="part" aria-labelledby="hamper-price">
					<h2 id="hamper-price">{w('hampers.gives')}</h2>
					{price.wrong ? <Notice level="stop">{price.wrong}</Notice> : (
						<Rows label={w('hampers.gives')} rows={price.parts} keyOf={(row) => row.item_id} cols={[
							{ title: w('hampers.part'), isMain: true, cell: (row) => <>{quantity(row.qty_milli)} {row.unit} {row.name}<span class="under">{row.refused ?? row.consignor}</span></> },
							{ title: w('hampers.list'), isNumber: true, cell: (row) => figures(row.list) },
							{ title: w('hampers.share'), isNumber: true, cell: (row) => <strong>{figures(row.price)}</strong> },
							{ title: w('hampers.owner'), isNumber: true, cell: (row) => figures(row.producer) },
							{ title: w('hampers.house'), isNumber: true, cell: (row) => figures(row.house) },
							{ title: w('hampers.vat'), isNumber: true, cell: (row) => <>{figures(row.vat)}<span class="under">{row.vat_class && wordOf('vat', row.vat_class)}</span></> },
						]} />
					)}
					{!price.wrong && <p>{w('hampers.sum', { list: money(price.list), owner: money(price.producer), house: money(price.house), vat: money(price.vat) })} {[...byClass].map(([name, vat]) => `${wordOf('vat', name)}: ${money(vat)}`).join(' · ')}</p>}
					{price.house < 0 && <Notice level="look">{w('hampers.loss')}</Notice>}
				</section>
			)}
			{mayEdit('stock') && <FormEnd form={form} label={w('save')} />}
		</form>
	);
}

function MadeOnes({ hamper }: { hamper: Hamper }) {
	const form = useForm({ count: 1 as number | null });
	const [made, setMade] = useState<Made[] | null>(null);
	const [open, setOpen] = useState<Made | null>(null);
	useEffect(() => { get<{ made: Made[] }>('/hampers/made' + query({ item_id: hamper.item_id })).then((answer) => setMade(answer.made)).catch(() => setMade([])); }, [hamper.item_id]);
	async function make(): Promise<void> {
		const answer = await form.send<{ made: Made[] }>(`/hampers/${hamper.item_id}/made`, { count: form.values.count ?? 1 });
		if (!answer) return;
		setMade(answer.made);
		tell(w('hampers.made_done', { count: form.values.count ?? 1 }));
	}
	async function apart(row: Made, reason: string): Promise<void> {
		setOpen(null);
		const answer = await form.send<{ made: Made[] }>(`/hampers/made/${row.made_id}/apart`, { reason: reason || null });
		if (!answer) return;
		setMade(answer.made);
		tell(w('hampers.apart_done'));
	}
	return (
		<section class="part" aria-labelledby="made">
			<h2 id="made">{w('hampers.made_title')}</h2>
			<p class="soft">{w('hampers.made_lead')}</p>
			{mayEdit('stock') && (
				<form class="fields" onSubmit={(event) => { event.preventDefault(); void make(); }}>
					<CountField form={form} name="count" label={w('hampers.count')} value={form.values.count} onChange={(count) => form.set({ count })} />
					<FormEnd form={form} label={w('hampers.make')} />
				</form>
			)}
			{made && made.length > 0 && <Rows label={w('hampers.made_title')} rows={made} keyOf={(row) => row.made_id} cols={[
				{ title: w('hampers.label'), isMain: true, cell: (row) => <code class="own-code">{row.code}</code> },
				{ title: w('hampers.expiry'), cell: (row) => (row.expiry_day ? dayText(row.expiry_day) : '–') },
				{ title: w('stock.do'), cell: (row) => <span class="actions"><LinkButton icon="printer" href={`/api/v1/hampers/made/${row.made_id}/tag.pdf`} isNew>{w('hampers.tag')}</LinkButton>{mayEdit('stock') && <Button icon="undo-2" onClick={() => setOpen(row)}>{w('hampers.apart')}</Button>}</span> },
			]} />}
			{open && <Apart row={open} onClose={() => setOpen(null)} onDone={(reason) => void apart(open, reason)} />}
		</section>
	);
}

/* Which one goes back to the shelf is said before it is done: its tag must come off. */
function Apart({ row, onClose, onDone }: { row: Made; onClose: () => void; onDone: (reason: string) => void }) {
	const form = useForm({ reason: '' });
	return (
		<Dialog title={w('hampers.apart')} onClose={onClose}>
			<p>{w('hampers.apart_lead', { name: row.name })}</p>
			<p><code class="own-code">{row.code}</code></p>
			<form onSubmit={(event) => { event.preventDefault(); onDone(form.values.reason.trim()); }}>
				<TextField form={form} name="reason" label={w('hampers.apart_why')} value={form.values.reason} maxLength={200} onChange={(reason) => form.set({ reason })} />
				<FormEnd form={form} label={w('hampers.apart')} />
			</form>
		</Dialog>
	);
}
