/* Goods come in, on a phone beside the boxes: the contract, then each pack by scan or by words, its dates as they stand on
 * the label. What is typed is kept in this browser until it is saved, so that a call or a flat battery loses nothing. */
import { useEffect, useState } from 'preact/hooks';
import { get, post, query } from '../lib/api';
import { startKeys } from '../lib/keys';
import { money, quantity } from '../lib/money';
import { clock, day, dayText, isoToday } from '../lib/time';
import { session } from '../lib/signin';
import type { Tile } from '../lib/types';
import { Button, Icon, Notice, say } from '../lib/ui';
import { t } from '../lib/words';
import { asker, DayField, FormEnd, MoneyField, Part, PickField, QuantityField, RemoveButton, SelectField, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Exports, Facts, Head, LinkButton, Listing, ListHead, Rows, tell, Wait } from './parts';
import { Proposal } from './proposal';
import { go, hrefTo, route } from './route';
import type { ContractRow, Intake, IntakeRow, Page, Printer } from './types';
import { w, wordOf } from './words';

const LINES_MAX = 300;

export function Intakes() {
	const { id } = route.value;
	if (id === 'new') return <NewIntake />;
	return id ? <IntakePage key={id} number={id} /> : <IntakeList />;
}

function IntakeList() {
	const { params } = route.value;
	const pages = usePages<IntakeRow, Page & { intakes: IntakeRow[] }>('/intakes' + query({ contract_id: params.contract_id, limit: 50 }), 'intakes');
	return (
		<>
			<Head title={w('menu.intake')} lead={w('intakes.lead')}>
				{mayEdit('intake') && <LinkButton href="#/intake/new" icon="package-plus" kind="go">{w('intakes.new')}</LinkButton>}
			</Head>
			<ListHead><Exports name="intakes" params={{ contract_id: params.contract_id }} /></ListHead>
			<Listing pages={pages} label={w('intakes.title')} keyOf={(row) => String(row.number)} isSearched={false}
				empty={<><p>{w('intakes.empty')}</p><div class="actions"><LinkButton href="#/intake/new" icon="package-plus">{w('intakes.new')}</LinkButton></div></>}
				cols={[
					{ title: w('intake.number'), isMain: true, cell: (row) => <><a href={hrefTo(`intake/${row.number}`)}>{w('intake.numbered', { number: row.number })}</a><span class="under">{row.consignor_name}</span></> },
					{ title: w('intake.day'), cell: (row) => dayText(row.doc_day) },
					{ title: w('contract.title'), cell: (row) => row.contract_number },
					{ title: w('intake.lines'), isNumber: true, cell: (row) => row.lines_count },
					{ title: w('intake.by'), cell: (row) => row.staff_name },
				]} />
		</>
	);
}

function IntakePage({ number }: { number: string }) {
	const intake = useLoad<Intake>(`/intakes/${number}`);
	const printers = useLoad<{ printers: Printer[] }>('/printers');
	async function print(name: string): Promise<void> {
		try {
			const { copy } = await post<{ copy: number }>(`/intakes/${number}/print`, { printer: name });
			tell(copy ? w('intake.printing_copy', { number, name, copy }) : w('intake.printing', { number, name }));
			intake.reload();
		} catch (error) {
			tell(error instanceof Error ? error.message : String(error), 'stop');
		}
	}
	return (
		<Wait of={intake}>{(data) => (
			<>
				<Head title={w('intake.numbered', { number: data.number })} up={{ href: '#/intake', text: w('menu.intake') }} lead={data.consignor_name}>
					<LinkButton icon="file-text" href={`/api/v1/intakes/${number}/note.pdf`} isNew>{w('intake.note')}</LinkButton>
					{printers.data?.printers.map((each) => <Button key={each.name} icon="printer" onClick={() => void print(each.name)}>{w('intake.print_on', { name: each.name })}</Button>)}
				</Head>
				<section class="part"><Facts rows={[
					[w('intake.day'), dayText(data.doc_day)], [w('intake.recorded'), `${clock(data.at_us)} ${day(data.at_us)}`], [w('contract.title'), data.contract_number],
					[w('intake.paper'), data.paper], [w('intake.by'), data.staff_name], [w('intake.print'), wordOf('print', data.print.state)],
				]} /></section>
				<Rows label={w('intake.lines')} rows={data.lines.map((line, n) => ({ ...line, n }))} keyOf={(row) => String(row.n)} cols={[
					{ title: w('item.name'), isMain: true, cell: (row) => <a href={hrefTo(`items/${row.item_id}`)}>{row.item}</a> },
					{ title: t('line.quantity'), isNumber: true, cell: (row) => `${quantity(row.qty_milli)} ${row.unit}` },
					{ title: w('lot.code'), cell: (row) => row.code },
					{ title: w('lot.made'), cell: (row) => row.made_day && dayText(row.made_day) },
					{ title: w('lot.expiry'), cell: (row) => row.expiry_day && <>{dayText(row.expiry_day)}<span class="under">{wordOf('expiry', row.expiry_kind)}</span></> },
					{ title: w('intake.proposal'), isNumber: true, cell: (row) => <Proposal line={row} onAnswered={intake.reload} /> },
				]} />
			</>
		)}</Wait>
	);
}

interface Line {
	key: number; item_id: string; name: string; unit: string; decimals: number; price: number | null; producer: string; qty_milli: number | null; code: string; made_day: string | null; expiry_day: string | null;
	expiry_kind: 'none' | 'use_by' | 'best_before'; hand_over: number | null; price_proposal: number | null;
}
interface Draft { contract_id: string | null; contract: string; term_kind: string; doc_day: string | null; paper: string; lines: Line[] }
const fresh = (): Draft => ({ contract_id: null, contract: '', term_kind: '', doc_day: isoToday(), paper: '', lines: [] });

function keptName(): string {
	return `ocop.intake.${session.value?.staff.login ?? ''}`;
}
function kept(): Draft {
	try { return { ...fresh(), ...(JSON.parse(localStorage.getItem(keptName()) ?? '{}') as Partial<Draft>) }; } catch { return fresh(); }
}
function keep(draft: Draft | null): void {
	try { if (draft && (draft.lines.length || draft.contract_id)) localStorage.setItem(keptName(), JSON.stringify(draft)); else localStorage.removeItem(keptName()); } catch { /* then it is not kept */ }
}

function NewIntake() {
	const { params } = route.value;
	const form = useForm<Draft>({ ...kept(), ...(params.contract_id && { contract_id: params.contract_id, contract: params.contract ?? '' }) });
	const [open, setOpen] = useState<number | null>(form.values.lines[0]?.key ?? null);
	const [notice, setNotice] = useState('');
	const [choices, setChoices] = useState<Tile[]>([]);
	const v = form.values;
	useEffect(() => keep(v), [v]);

	function add(tile: Tile): void {
		setChoices([]);
		setNotice('');
		if (v.lines.length >= LINES_MAX) return setNotice(w('intake.full', { max: LINES_MAX }));
		const last = [...v.lines].reverse().find((each) => each.item_id === tile.id);
		const key = Math.max(0, ...v.lines.map((each) => each.key)) + 1;
		form.set({ lines: [...v.lines, { key, item_id: tile.id, name: tile.name, unit: tile.unit, decimals: tile.decimals, price: tile.price, producer: tile.producer, qty_milli: null, code: '', made_day: null, expiry_day: null, expiry_kind: last?.expiry_kind ?? 'use_by', hand_over: null, price_proposal: null }] });
		setOpen(key);
		say(tile.name);
		requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-field="lines[${v.lines.length}].qty_milli"]`)?.focus()));
	}
	async function scanned(code: string, isGarbled: boolean): Promise<void> {
		if (isGarbled) return setNotice(t('scan.garbled'));
		try {
			const { items } = await get<{ items: Tile[] }>('/items/search' + query({ q: code, limit: 9 }));
			if (items.length === 1) add(items[0]!);
			else if (items.length > 1) setChoices(items);
			else setNotice(w('intake.unknown', { code }));
		} catch (error) {
			setNotice(error instanceof Error ? error.message : String(error));
		}
	}
	useEffect(() => startKeys({ onScan: (code, bad) => void scanned(code, bad), onKey: () => false }), [v.lines]);

	const setLine = (i: number, part: Partial<Line>) => form.set({ lines: v.lines.map((each, at) => (at === i ? { ...each, ...part } : each)) });
	async function save(): Promise<void> {
		if (!v.contract_id) return form.fail('contract_id', w('intake.contract_needed'));
		if (v.lines.length === 0) return form.fail('add', w('intake.lines_needed'));
		for (const [i, line] of v.lines.entries()) {
			const fail = (field: string, text: string) => { setOpen(line.key); setTimeout(() => form.fail(`lines[${i}].${field}`, text)); };
			if (line.qty_milli === null) return fail('qty_milli', w('intake.quantity_needed'));
			if (line.expiry_kind !== 'none' && line.expiry_day === null) return fail('expiry_day', w('intake.expiry_needed'));
			if (line.made_day && line.expiry_day && line.expiry_day < line.made_day) return fail('expiry_day', w('intake.expiry_before'));
		}
		const saved = await form.send<{ number: number }>('/intakes', {
			contract_id: v.contract_id, doc_day: v.doc_day, paper: v.paper.trim() || null,
			lines: v.lines.map((line) => ({ item_id: line.item_id, qty_milli: line.qty_milli, code: line.code.trim() || null, made_day: line.made_day, expiry_day: line.expiry_kind === 'none' ? null : line.expiry_day, expiry_kind: line.expiry_kind, hand_over: line.hand_over, own_price: null, price_proposal: line.price_proposal })),
		});
		if (!saved) return;
		keep(null);
		form.set(fresh());
		tell(w('intake.saved', { number: saved.number }));
		go(`intake/${saved.number}`);
	}
	return (
		<>
			<Head title={w('intakes.new')} up={{ href: '#/intake', text: w('menu.intake') }}>
				{(v.lines.length > 0 || v.contract_id) && <Button kind="quiet" icon="trash-2" onClick={() => { form.set(fresh()); setOpen(null); }}>{w('intake.clear')}</Button>}
			</Head>
			<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
				<Part title={w('intake.whose')}>
					<PickField<ContractRow> form={form} name="contract_id" class="wide" isWanted label={w('contract.title')} hint={w('intake.contract_hint')} value={v.contract_id} text={v.contract}
						ask={asker<ContractRow>((q) => '/contracts' + query({ q }), 'contracts')} keyOf={(row) => row.id} show={(row) => row.consignor_name} more={(row) => row.number}
						onPick={(row) => form.set({ contract_id: row?.id ?? null, contract: row ? `${row.consignor_name} · ${row.number}` : '', term_kind: row?.term_kind ?? '' })} />
					<DayField form={form} name="doc_day" label={w('intake.doc_day')} value={v.doc_day} onChange={(doc_day) => form.set({ doc_day })} />
					<TextField form={form} name="paper" label={w('intake.paper')} hint={w('intake.paper_hint')} value={v.paper} onChange={(paper) => form.set({ paper })} />
				</Part>
				<Part title={w('intake.goods')}>
					{v.lines.map((line, i) => (open === line.key
						? <LineForm key={line.key} form={form} i={i} line={line} isHandOver={v.term_kind === 'HAND_OVER'} set={(part) => setLine(i, part)} onClose={() => setOpen(null)} onRemove={() => form.set({ lines: v.lines.filter((_, at) => at !== i) })} />
						: <LineShut key={line.key} i={i} line={line} onOpen={() => setOpen(line.key)} />))}
					<div class="wide adding">
						<PickField<Tile> key={v.lines.length} form={form} name="add" label={v.lines.length ? w('intake.next') : w('intake.first')} hint={w('intake.scan_hint')} value={null} text="" ask={asker<Tile>((q) => '/items/search' + query({ q, limit: 20 }), 'items')}
							keyOf={(row) => row.id} show={(row) => row.name} more={(row) => row.producer} onPick={(row) => row && add(row)} />
						<div role="status">{notice && <Notice level="look" onClose={() => setNotice('')}>{notice}</Notice>}</div>
						{choices.length > 0 && <div class="choices" role="group" aria-label={w('intake.which')}><p>{w('intake.which')}</p>{choices.map((each) => <Button key={each.id} onClick={() => add(each)}>{each.name} · {each.producer}</Button>)}</div>}
					</div>
				</Part>
				<FormEnd form={form} label={v.lines.length ? w('intake.save', { count: v.lines.length }) : w('intake.save_none')} />
			</form>
		</>
	);
}

function LineShut({ i, line, onOpen }: { i: number; line: Line; onOpen: () => void }) {
	return (
		<button type="button" class="line-shut wide" onClick={onOpen}>
			<span class="n">{i + 1}</span>
			<span class="name">{line.name}<small>{line.code && w('lot.of', { code: line.code })}{line.expiry_kind === 'none' ? wordOf('expiry', 'none') : line.expiry_day ? w('lot.until', { day: dayText(line.expiry_day) }) : w('lot.no_day')}</small></span>
			<span class="qty">{line.qty_milli === null ? '?' : quantity(line.qty_milli)} {line.unit}</span>
			<Icon name="pencil" size={20} label={w('rows.edit')} />
		</button>
	);
}

function LineForm({ form, i, line, set, isHandOver, onClose, onRemove }:
	{ form: Parameters<typeof QuantityField>[0]['form']; i: number; line: Line; set: (part: Partial<Line>) => void; isHandOver: boolean; onClose: () => void; onRemove: () => void }) {
	const at = (name: string) => `lines[${i}].${name}`;
	return (
		<fieldset class="line-open wide">
			<legend>{i + 1}. {line.name} <small>{line.producer}</small></legend>
			<div class="fields">
				<QuantityField form={form} name={at('qty_milli')} isWanted label={w('intake.quantity', { unit: line.unit })} decimals={line.decimals} value={line.qty_milli} onChange={(qty_milli) => set({ qty_milli })} />
				<TextField form={form} name={at('code')} label={w('lot.code_full')} value={line.code} maxLength={40} onChange={(code) => set({ code })} />
				<SelectField form={form} name={at('expiry_kind')} label={w('lot.kind')} hint={wordOf('expiry_more', line.expiry_kind)} value={line.expiry_kind} options={(['use_by', 'best_before', 'none'] as const).map((value) => ({ value, text: wordOf('expiry', value) }))} onChange={(kind) => set({ expiry_kind: kind as Line['expiry_kind'] })} />
				<DayField form={form} name={at('made_day')} label={w('lot.made')} hint="020426, 02/04/26" value={line.made_day} onChange={(made_day) => set({ made_day })} />
				{line.expiry_kind !== 'none' && <DayField form={form} name={at('expiry_day')} isWanted edge="last" isFuture label={w('lot.expiry')} hint={w('lot.expiry_hint')} after={line.made_day} value={line.expiry_day} onChange={(expiry_day) => set({ expiry_day })} />}
				{isHandOver && <MoneyField form={form} name={at('hand_over')} label={w('lot.hand_over')} value={line.hand_over} onChange={(hand_over) => set({ hand_over })} />}
				<MoneyField form={form} name={at('price_proposal')} label={w('lot.proposal')} hint={line.price === null ? w('lot.no_price') : w('lot.price_now', { price: money(line.price) })} value={line.price_proposal} onChange={(price_proposal) => set({ price_proposal })} />
			</div>
			<div class="actions"><Button icon="check" onClick={onClose}>{w('lot.done')}</Button><RemoveButton label={w('lot.remove', { name: line.name })} onClick={onRemove} /></div>
			{line.expiry_day && line.expiry_kind !== 'none' && line.expiry_day < isoToday() && <Notice level="stop">{w('lot.expired')}</Notice>}
		</fieldset>
	);
}
