/* Contracts: list, one with its versions, and the form of terms with a worked example that the daemon reckons. A change
 * makes a new version; goods that came in before keep theirs. */
import { useState } from 'preact/hooks';
import { query } from '../lib/api';
import { money } from '../lib/money';
import { dayText, isoToday } from '../lib/time';
import { Button, Notice } from '../lib/ui';
import { asker, CheckField, CountField, DayField, FormEnd, MoneyField, Part, PickField, RateField, rateText, RemoveButton, SelectField, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Exports, Facts, Head, LinkButton, Listing, ListHead, Search, Tag, tell, Wait } from './parts';
import { go, hrefTo, route } from './route';
import type { Contract, ContractRow, Example, Item, Page, PartyRow, Terms } from './types';
import { w, wordOf } from './words';

const MODES = ['STEP_INVOICE', 'CONSIGNMENT_NOTE', 'DELEGATED', 'PURCHASE_LIST', 'NONE'];
const KINDS = ['RATE', 'FIXED', 'HAND_OVER', 'OWN'];
const PERIODS = ['month', 'half_month', 'ten_days', 'week'];
const PPM = 1000000;
const options = (group: string, values: string[]) => values.map((value) => ({ value, text: wordOf(group, value) }));

/* "20 % giá bán · hàng tháng" */
export function termsText(row: { term_kind: string; rate_ppm: number; per_unit: number | null; basis: string; period: string }): string {
	const part = row.term_kind === 'RATE' ? `${rateText(row.rate_ppm)} % ${wordOf('basis', row.basis).toLowerCase()}` : row.term_kind === 'OWN' ? wordOf('kind', 'OWN') : `${wordOf('kind', row.term_kind)} ${row.per_unit ? money(row.per_unit) : ''}`.trim();
	return `${part} · ${wordOf('period', row.period).toLowerCase()}`;
}

export function Contracts() {
	const { id, part } = route.value;
	if (id === 'new') return <NewContract />;
	return id ? <ContractPage key={`${id}${part}`} id={id} isChanging={part === 'change'} /> : <ContractList />;
}

function ContractList() {
	const { params } = route.value;
	const pages = usePages<ContractRow, Page & { contracts: ContractRow[] }>('/contracts' + query({ q: params.q, limit: 50 }), 'contracts');
	return (
		<>
			<Head title={w('menu.contracts')} lead={w('contracts.lead')}>
				{mayEdit('contracts') && <LinkButton href="#/contracts/new" icon="plus" kind="go">{w('contracts.new')}</LinkButton>}
			</Head>
			<ListHead><Search label={w('contracts.search')} /><Exports name="contracts" params={{ q: params.q }} /></ListHead>
			<Listing pages={pages} label={w('menu.contracts')} keyOf={(row) => row.id} isSearched={Boolean(params.q)}
				empty={<><p>{w('contracts.empty')}</p><div class="actions"><LinkButton href="#/contracts/new" icon="plus">{w('contracts.new')}</LinkButton><LinkButton href={hrefTo('data', { kind: 'contracts' })} icon="upload">{w('items.import')}</LinkButton></div></>}
				cols={[
					{ title: w('contract.consignor'), isMain: true, cell: (row) => <><a href={hrefTo(`contracts/${row.id}`)}>{row.consignor_name}</a><span class="under">{w('contract.of', { number: row.number, version: row.version })}</span></> },
					{ title: w('contract.terms'), cell: termsText },
					{ title: w('contract.invoice'), cell: (row) => wordOf('mode', row.invoice_mode) },
					{ title: w('contract.closed'), cell: (row) => (row.last_closed_day ? dayText(row.last_closed_day) : w('contract.never')) },
					{ title: w('contract.owed'), isNumber: true, cell: (row) => (row.owed === null ? '' : money(row.owed)) },
				]} />
		</>
	);
}

function usual(): Omit<Terms, 'version'> {
	return {
		from_day: isoToday(), to_day: null, invoice_mode: 'NONE', term_kind: 'RATE', basis: 'GROSS', rate_ppm: 200000, per_unit: null, includes_vat: false, discount_producer_ppm: 0, floor_ppm: 0,
		loss_by: 'house', expiry_by: 'producer', sample_by: 'producer', cap_kind: 'NONE', cap_ppm: 0, cap_amount: null, tiers: [], tier_is_whole: false, overrides: [], period: 'month', return_days: 30, commission_vat: '8', legal_note: null,
	};
}

const upContracts = () => ({ href: '#/contracts', text: w('menu.contracts') });

function NewContract() {
	return (
		<>
			<Head title={w('contracts.new')} up={upContracts()} />
			<TermsForm contract={null} />
		</>
	);
}

function ContractPage({ id, isChanging }: { id: string; isChanging: boolean }) {
	const contract = useLoad<Contract>(`/contracts/${id}`);
	const [shown, setShown] = useState(0);
	return (
		<Wait of={contract}>{(data) => {
			const terms = data.versions[shown] ?? data.versions[0]!;
			if (isChanging) return <><Head title={w('contract.change', { number: data.number })} up={{ href: hrefTo(`contracts/${id}`), text: data.number }} lead={w('contract.change_lead')} /><TermsForm contract={data} /></>;
			return (
				<>
					<Head title={data.consignor_name} up={upContracts()} lead={w('contract.head', { number: data.number })}>
						{mayEdit('contracts') && <LinkButton href={hrefTo(`contracts/${id}/change`)} icon="pencil">{w('contract.new_version')}</LinkButton>}
						{mayEdit('settle') && <LinkButton href={hrefTo('closing/draft', { contract_id: id })} icon="calculator">{w('contract.draft')}</LinkButton>}
						{mayEdit('intake') && <LinkButton href={hrefTo('intake/new', { contract_id: id, contract: `${data.consignor_name} · ${data.number}` })} icon="package-plus">{w('menu.intake')}</LinkButton>}
					</Head>
					<section class="part" aria-labelledby="versions">
						<h2 id="versions">{w('contract.versions')}</h2>
						<div class="chips" role="group" aria-label={w('contract.versions')}>
							{data.versions.map((each, i) => <button key={each.version} type="button" class="chip" aria-pressed={i === shown} onClick={() => setShown(i)}>{w('contract.version_from', { version: each.version, day: dayText(each.from_day) })}</button>)}
						</div>
						<TermsFacts terms={terms} />
					</section>
					<ExampleBox asked={{ ...terms, consignor_id: data.consignor_id }} />
				</>
			);
		}}</Wait>
	);
}

function TermsFacts({ terms }: { terms: Terms }) {
	const yes = (is: boolean) => (is ? w('yes') : w('no'));
	const cap = terms.cap_kind === 'RATE' ? w('cap.rate_text', { rate: rateText(terms.cap_ppm) }) : terms.cap_kind === 'AMOUNT' ? w('cap.amount_text', { amount: money(terms.cap_amount ?? 0) }) : wordOf('cap', 'NONE');
	return <Facts rows={[
		[w('terms.mode'), wordOf('mode', terms.invoice_mode)],
		[w('terms.kind'), termsText(terms)],
		[w('terms.includes_vat'), yes(terms.includes_vat)],
		[w('terms.discount'), `${rateText(terms.discount_producer_ppm)} %`],
		[w('terms.floor'), terms.floor_ppm ? `${rateText(terms.floor_ppm)} % ${w('terms.of_list')}` : w('none')],
		[w('terms.loss'), wordOf('bearer', terms.loss_by)], [w('terms.expiry'), wordOf('bearer', terms.expiry_by)], [w('terms.sample'), wordOf('bearer', terms.sample_by)],
		[w('terms.cap'), cap],
		[w('terms.tiers'), terms.tiers.length ? terms.tiers.map((tier) => w('tier.text', { from: money(tier.from), rate: rateText(tier.rate_ppm) })).join('; ') + ` (${terms.tier_is_whole ? w('tier.whole') : w('tier.part')})` : w('none')],
		[w('terms.overrides'), terms.overrides.length ? String(terms.overrides.length) : w('none')],
		[w('terms.period'), wordOf('period', terms.period)], [w('terms.return_days'), w('days', { count: terms.return_days })],
		[w('terms.until'), terms.to_day ? dayText(terms.to_day) : w('terms.open')],
	]} />;
}

/* What one sold piece of 108.000 gives each side. */
function ExampleBox({ asked }: { asked: Omit<Terms, 'version'> & { consignor_id: string | null } }) {
	const [vat_class, setVat] = useState('8');
	const path = asked.consignor_id === null ? null : '/contracts/example' + query({
		consignor_id: asked.consignor_id, amount: 108000, vat_class, discount: 0, invoice_mode: asked.invoice_mode, term_kind: asked.term_kind, basis: asked.basis, rate_ppm: asked.rate_ppm,
		per_unit: asked.per_unit, includes_vat: asked.includes_vat ? 1 : 0, discount_producer_ppm: asked.discount_producer_ppm, commission_vat: asked.commission_vat,
	});
	const example = useLoad<Example>(path, 250);
	return (
		<section class="part example" aria-labelledby="example">
			<h2 id="example">{w('example.title', { amount: money(108000) })}</h2>
			<div class="chips" role="group" aria-label={w('item.vat')}>{['10', '8', '5', 'KCT'].map((value) => <button key={value} type="button" class="chip" aria-pressed={value === vat_class} onClick={() => setVat(value)}>{wordOf('vat', value)}</button>)}</div>
			{asked.consignor_id === null ? <p class="soft">{w('example.pick')}</p> : <Wait of={example}>{(data) => (
				<div aria-live="polite">
					<table class="legs" aria-label={w('example.legs')}>
						<tbody>
							<tr><th scope="row">{w('example.producer')}</th><td class="number">{money(data.producer)}</td></tr>
							<tr><th scope="row">{w('example.vat')}</th><td class="number">{money(data.vat)}</td></tr>
							<tr class={data.house < 0 ? 'minus' : ''}><th scope="row">{w('example.house')}</th><td class="number">{money(data.house)}</td></tr>
							<tr class="sum"><th scope="row">{w('example.paid')}</th><td class="number">{money(data.paid)}</td></tr>
						</tbody>
					</table>
					{data.commission_vat > 0 && <p class="soft">{w('example.after', { vat: money(data.commission_vat), left: money(data.producer_after_vat) })}</p>}
					<p class="soft">{wordOf('case', data.case)}</p>
					{data.house < 0 && <Notice level="stop">{w('example.minus', { amount: money(-data.house) })}</Notice>}
				</div>
			)}</Wait>}
		</section>
	);
}

interface Draft extends Omit<Terms, 'version' | 'from_day'> { number: string; consignor_id: string | null; consignor_name: string; from_day: string | null; override_names: Record<string, string> }

function TermsForm({ contract }: { contract: Contract | null }) {
	const { params } = route.value;
	const last = contract?.versions[0];
	const form = useForm<Draft>({
		...(last ? { ...last } : usual()), from_day: isoToday(), number: contract?.number ?? '', consignor_id: contract?.consignor_id ?? params.consignor_id ?? null, consignor_name: contract?.consignor_name ?? params.consignor ?? '', override_names: {},
	});
	const v = form.values;
	const set = form.set;
	const bearers = options('bearer', ['house', 'producer']);
	async function save(): Promise<void> {
		if (!v.consignor_id) return form.fail('consignor_id', w('contract.consignor_needed'));
		if (!v.number.trim()) return form.fail('number', w('contract.number_needed'));
		if (v.term_kind === 'FIXED' && !v.per_unit) return form.fail('per_unit', w('contract.per_unit_needed'));
		const { override_names: _, consignor_name: __, ...terms } = v;
		const saved = await form.send<Contract>('/contracts', { contract_id: contract?.id ?? null, ...terms, number: v.number.trim(), legal_note: v.legal_note?.trim() || null });
		if (!saved) return;
		tell(w('contract.saved', { number: saved.number }));
		go(`contracts/${saved.id}`);
	}
	return (
		<form class="beside" onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<div>
				<Part title={w('contract.sides')}>
					{!contract && <PickField<PartyRow> form={form} name="consignor_id" class="wide" isWanted label={w('contract.consignor')} value={v.consignor_id} text={v.consignor_name}
						ask={asker<PartyRow>((q) => '/parties' + query({ role: 'consignor', q }), 'parties')} keyOf={(row) => row.id} show={(row) => row.name ?? row.code} more={(row) => wordOf('profile', row.vat_profile)} onPick={(row) => set({ consignor_id: row?.id ?? null, consignor_name: row?.name ?? '' })} />}
					{!contract && <TextField form={form} name="number" isWanted label={w('contract.number')} hint={w('contract.number_hint')} value={v.number} maxLength={60} onChange={(number) => set({ number })} />}
					<DayField form={form} name="from_day" isWanted label={w('contract.from')} value={v.from_day} onChange={(from_day) => set({ from_day })} />
					<DayField form={form} name="to_day" edge="last" isFuture label={w('contract.to')} hint={w('contract.to_hint')} value={v.to_day} onChange={(to_day) => set({ to_day })} after={v.from_day} />
				</Part>
				<Part title={w('contract.share')}>
					<SelectField form={form} name="invoice_mode" class="wide" label={w('terms.mode')} hint={wordOf('mode_more', v.invoice_mode)} value={v.invoice_mode} options={options('mode', MODES)} onChange={(invoice_mode) => set({ invoice_mode })} />
					<SelectField form={form} name="term_kind" label={w('terms.kind')} value={v.term_kind} options={options('kind', KINDS)} onChange={(term_kind) => set({ term_kind })} />
					{v.term_kind === 'RATE' && <RateField form={form} name="rate_ppm" label={w('terms.rate')} value={v.rate_ppm} onChange={(rate_ppm) => set({ rate_ppm: rate_ppm ?? 0 })} />}
					{(v.term_kind === 'FIXED' || v.term_kind === 'HAND_OVER') && <MoneyField form={form} name="per_unit" label={v.term_kind === 'FIXED' ? w('terms.per_unit') : w('terms.hand_over')} hint={v.term_kind === 'HAND_OVER' ? w('terms.hand_over_hint') : undefined} value={v.per_unit} onChange={(per_unit) => set({ per_unit })} />}
					{(v.term_kind === 'RATE' || v.term_kind === 'FIXED') && <SelectField form={form} name="basis" label={w('terms.basis')} value={v.basis} options={options('basis', ['GROSS', 'NET'])} onChange={(basis) => set({ basis })} />}
					{v.term_kind !== 'OWN' && <CheckField form={form} name="includes_vat" label={v.term_kind === 'HAND_OVER' ? w('terms.price_with_vat') : w('terms.with_vat')} value={v.includes_vat} onChange={(includes_vat) => set({ includes_vat })} />}
					{v.term_kind !== 'OWN' && <SelectField form={form} name="commission_vat" label={w('terms.commission_vat')} value={v.commission_vat ?? '8'} options={options('vat', ['10', '8'])} onChange={(commission_vat) => set({ commission_vat })} />}
					<RateField form={form} name="discount_producer_ppm" label={w('terms.discount_field')} hint={w('terms.discount_hint')} value={v.discount_producer_ppm} onChange={(ppm) => set({ discount_producer_ppm: ppm ?? 0 })} />
					<RateField form={form} name="floor_ppm" label={w('terms.floor_field')} hint={w('terms.floor_hint')} value={v.floor_ppm} onChange={(ppm) => set({ floor_ppm: ppm ?? 0 })} />
				</Part>
				<Part title={w('contract.losses')}>
					<SelectField form={form} name="loss_by" label={w('terms.loss')} value={v.loss_by} options={bearers} onChange={(loss_by) => set({ loss_by })} />
					<SelectField form={form} name="expiry_by" label={w('terms.expiry')} value={v.expiry_by} options={bearers} onChange={(expiry_by) => set({ expiry_by })} />
					<SelectField form={form} name="sample_by" label={w('terms.sample')} value={v.sample_by} options={bearers} onChange={(sample_by) => set({ sample_by })} />
					<SelectField form={form} name="cap_kind" label={w('terms.cap')} hint={w('terms.cap_hint')} value={v.cap_kind} options={options('cap', ['NONE', 'RATE', 'AMOUNT'])} onChange={(cap_kind) => set({ cap_kind })} />
					{v.cap_kind === 'RATE' && <RateField form={form} name="cap_ppm" label={w('terms.cap_rate')} value={v.cap_ppm} onChange={(ppm) => set({ cap_ppm: ppm ?? 0 })} />}
					{v.cap_kind === 'AMOUNT' && <MoneyField form={form} name="cap_amount" label={w('terms.cap_amount')} value={v.cap_amount} onChange={(cap_amount) => set({ cap_amount })} />}
				</Part>
				{v.term_kind === 'RATE' && <Part title={w('terms.tiers')} lead={w('tier.lead')}>
					{v.tiers.map((tier, i) => (
						<div key={i} class="line-of wide">
							<MoneyField form={form} name={`tiers[${i}].from`} label={w('tier.from')} value={tier.from || null} onChange={(from) => set({ tiers: v.tiers.map((each, at) => (at === i ? { ...each, from: from ?? 0 } : each)) })} />
							<RateField form={form} name={`tiers[${i}].rate_ppm`} label={w('terms.rate')} value={tier.rate_ppm} onChange={(ppm) => set({ tiers: v.tiers.map((each, at) => (at === i ? { ...each, rate_ppm: ppm ?? 0 } : each)) })} />
							<RemoveButton label={w('tier.remove', { n: i + 1 })} onClick={() => set({ tiers: v.tiers.filter((_, at) => at !== i) })} />
						</div>
					))}
					<div class="wide"><Button icon="plus" onClick={() => set({ tiers: [...v.tiers, { from: 0, rate_ppm: Math.max(0, v.rate_ppm - 50000) }] })}>{w('tier.add')}</Button></div>
					{v.tiers.length > 0 && <CheckField form={form} name="tier_is_whole" label={w('tier.is_whole')} value={v.tier_is_whole} onChange={(tier_is_whole) => set({ tier_is_whole })} />}
				</Part>}
				<Part title={w('terms.overrides')} lead={w('override.lead')}>
					{v.overrides.map((each, i) => {
						const put = (part: Partial<Terms['overrides'][number]>) => set({ overrides: v.overrides.map((old, at) => (at === i ? { ...old, ...part } : old)) });
						return (
							<div key={i} class="line-of wide">
								<PickField<Item> form={form} name={`overrides[${i}].item_id`} label={w('item.name')} value={each.item_id || null} text={v.override_names[each.item_id] ?? each.item_id} ask={asker<Item>((q) => '/items/search' + query({ q, limit: 20 }), 'items')} keyOf={(row) => row.id} show={(row) => row.name} more={(row) => row.code}
									onPick={(row) => { put({ item_id: row?.id ?? '' }); if (row) set({ override_names: { ...v.override_names, [row.id]: row.name } }); }} />
								<SelectField form={form} name={`overrides[${i}].term_kind`} label={w('terms.kind')} value={each.term_kind} options={options('kind', ['RATE', 'FIXED', 'HAND_OVER'])} onChange={(term_kind) => put({ term_kind })} />
								{each.term_kind === 'RATE' ? <RateField form={form} name={`overrides[${i}].rate_ppm`} label={w('terms.rate')} value={each.rate_ppm} onChange={(ppm) => put({ rate_ppm: ppm ?? 0 })} /> : <MoneyField form={form} name={`overrides[${i}].per_unit`} label={w('override.amount')} value={each.per_unit} onChange={(per_unit) => put({ per_unit })} />}
								<RemoveButton label={w('override.remove', { n: i + 1 })} onClick={() => set({ overrides: v.overrides.filter((_, at) => at !== i) })} />
							</div>
						);
					})}
					<div class="wide"><Button icon="plus" onClick={() => set({ overrides: [...v.overrides, { item_id: '', term_kind: 'RATE', rate_ppm: v.rate_ppm, per_unit: null }] })}>{w('override.add')}</Button></div>
				</Part>
				<Part title={w('contract.period')}>
					<SelectField form={form} name="period" label={w('terms.period')} value={v.period} options={options('period', PERIODS)} onChange={(period) => set({ period })} />
					<CountField form={form} name="return_days" label={w('terms.return_field')} max={3650} value={v.return_days} onChange={(count) => set({ return_days: count ?? 0 })} />
					<TextField form={form} name="legal_note" class="wide" label={w('terms.note')} value={v.legal_note} onChange={(legal_note) => set({ legal_note })} />
				</Part>
				<FormEnd form={form} label={contract ? w('contract.save_version') : w('contract.save')} />
			</div>
			<aside><ExampleBox asked={{ ...v, from_day: v.from_day ?? isoToday() }} />{v.discount_producer_ppm > PPM / 2 && <Tag level="off">{w('terms.discount_note')}</Tag>}</aside>
		</form>
	);
}

