/* Producers and consignors: list, one party with contracts and stock, and the form. What is known of natural persons and
 * households is personal: it is kept apart from the book and can be forgotten. */
import { query } from '../lib/api';
import { money } from '../lib/money';
import { dayText } from '../lib/time';
import { Icon, Notice } from '../lib/ui';
import { CheckField, FormEnd, Part, SelectField, TextField, useForm } from './form';
import { useLoad, usePages } from './load';
import { mayEdit } from './may';
import { Exports, Filter, Head, LinkButton, Listing, ListHead, Rows, Search, tell, Wait } from './parts';
import { termsText } from './contracts';
import { CommuneField } from './products';
import { go, hrefTo, route } from './route';
import { StockRows } from './stock';
import type { ContractRow, Page, Party, PartyRow } from './types';
import { w, wordOf } from './words';

const FORMS = ['cooperative', 'group', 'household', 'enterprise', 'union', 'person'];
const isPersonal = (form: string) => form === 'household' || form === 'person';

export function Parties() {
	const { id } = route.value;
	return id ? <PartyPage key={id} id={id} /> : <PartyList />;
}

function PartyList() {
	const { params } = route.value;
	const asked = { q: params.q, role: params.role };
	const pages = usePages<PartyRow, Page & { parties: PartyRow[] }>('/parties' + query({ ...asked, limit: 50 }), 'parties');
	return (
		<>
			<Head title={w('menu.parties')} lead={w('parties.lead')}>
				{mayEdit('parties') && <LinkButton href="#/parties/new" icon="plus" kind="go">{w('parties.new')}</LinkButton>}
			</Head>
			<ListHead>
				<Search label={w('parties.search')} />
				<Filter name="role" label={w('list.show')} options={[{ value: '', text: w('items.all') }, ...['producer', 'consignor', 'customer', 'carrier'].map((value) => ({ value, text: wordOf('party', value) }))]} />
				<Exports name="parties" params={asked} />
			</ListHead>
			<Listing pages={pages} label={w('menu.parties')} keyOf={(row) => row.id} isSearched={Boolean(params.q || params.role)}
				empty={<><p>{w('parties.empty')}</p><div class="actions"><LinkButton href="#/parties/new" icon="plus">{w('parties.new')}</LinkButton></div></>}
				cols={[
					{ title: w('party.name'), isMain: true, cell: (row) => <><a href={hrefTo(`parties/${row.id}`)}>{row.name ?? w('party.forgotten')}</a><span class="under">{row.commune_name}</span></> },
					{ title: w('party.form'), cell: (row) => wordOf('form', row.legal_form) },
					{ title: w('party.code'), cell: (row) => row.code },
					{ title: w('party.tax_code'), cell: (row) => row.tax_code },
					{ title: w('party.vat'), cell: (row) => wordOf('profile', row.vat_profile) },
				]} />
		</>
	);
}

function PartyPage({ id }: { id: string }) {
	const isNew = id === 'new';
	const party = useLoad<Party>(isNew ? null : `/parties/${id}`);
	const up = { href: '#/parties', text: w('menu.parties') };
	if (isNew) return <><Head title={w('parties.new')} up={up} /><PartyForm party={null} onSaved={() => undefined} /></>;
	return (
		<Wait of={party}>{(data) => (
			<>
				<Head title={data.name ?? data.code} up={up} lead={<>{wordOf('form', data.legal_form)} · {data.code}{data.commune_name && ` · ${data.commune_name}`}</>}>
					{mayEdit('contracts') && <LinkButton href={hrefTo('contracts/new', { consignor_id: data.id, consignor: data.name })} icon="plus">{w('contracts.new')}</LinkButton>}
				</Head>
				{data.is_forgotten && <Notice level="off">{w('party.is_forgotten')}</Notice>}
				<PartyContracts id={data.id} />
				<section class="part" aria-labelledby="party-stock">
					<h2 id="party-stock">{w('party.stock')}</h2>
					<StockRows params={{ by: 'item', party_id: data.id }} isPlain />
				</section>
				<PartyForm party={data} onSaved={party.reload} />
			</>
		)}</Wait>
	);
}

function PartyContracts({ id }: { id: string }) {
	const contracts = useLoad<{ contracts: ContractRow[] }>('/contracts' + query({ party_id: id }));
	return (
		<section class="part" aria-labelledby="party-contracts">
			<h2 id="party-contracts">{w('menu.contracts')}</h2>
			<Wait of={contracts}>{(data) => (data.contracts.length === 0
				? <p class="soft">{w('party.no_contracts')}</p>
				: <Rows label={w('menu.contracts')} rows={data.contracts} keyOf={(row) => row.id} cols={[
					{ title: w('contract.number'), isMain: true, cell: (row) => <a href={hrefTo(`contracts/${row.id}`)}>{row.number}</a> },
					{ title: w('contract.terms'), cell: termsText },
					{ title: w('contract.closed'), cell: (row) => (row.last_closed_day ? dayText(row.last_closed_day) : w('contract.never')) },
					{ title: w('contract.owed'), isNumber: true, cell: (row) => (row.owed === null ? '' : money(row.owed)) },
				]} />)}</Wait>
		</section>
	);
}

function PartyForm({ party, onSaved }: { party: Party | null; onSaved: () => void }) {
	const form = useForm({
		code: party?.code ?? '', name: party?.name ?? '', legal_form: party?.legal_form ?? 'cooperative', vat_profile: party?.vat_profile ?? 'direct', tax_code: party?.tax_code ?? '', phone: party?.phone ?? '',
		address: party?.address ?? '', commune: party?.commune ?? null as string | null, commune_name: party?.commune_name ?? '', bank_bin: party?.bank_bin ?? '', bank_account: party?.bank_account ?? '', bank_holder: party?.bank_holder ?? '',
		roles: party?.roles ?? ['producer', 'consignor'],
	});
	const banks = useLoad<{ banks: { bin: string; short_name: string; name: string }[] }>('/banks');
	const v = form.values;
	const role = (name: string, isOn: boolean) => form.set({ roles: isOn ? [...v.roles.filter((each) => each !== name), name] : v.roles.filter((each) => each !== name) });
	const taxOk = !v.tax_code.trim() || /^\d{10}(-?\d{3})?$|^\d{12}$/.test(v.tax_code.trim());
	async function save(): Promise<void> {
		if (!v.name.trim()) return form.fail('name', w('party.name_needed'));
		if (!v.code.trim()) return form.fail('code', w('party.code_needed'));
		if (v.roles.length === 0) return form.fail('roles', w('party.role_needed'));
		const text = (value: string) => value.trim() || null;
		const saved = await form.send<Party>('/parties', {
			party_id: party?.id ?? null, code: v.code.trim(), name: v.name.trim(), legal_form: v.legal_form, vat_profile: v.vat_profile, tax_code: text(v.tax_code), phone: text(v.phone.replace(/[\s.]/g, '')),
			address: text(v.address), commune: v.commune, bank_bin: text(v.bank_bin), bank_account: text(v.bank_account.replace(/[\s.]/g, '')), bank_holder: text(v.bank_holder), roles: v.roles, from_day: null,
		});
		if (!saved) return;
		tell(w('item.saved', { name: saved.name ?? saved.code }));
		if (party) onSaved(); else go(`parties/${saved.id}`);
	}
	return (
		<form onSubmit={(event) => { event.preventDefault(); void save(); }}>
			<Part title={w('party.facts')}>
				{isPersonal(v.legal_form) && <div class="wide private"><Icon name="shield-check" size={20} /> {w('party.personal')}</div>}
				<TextField form={form} name="name" class="wide" isWanted label={w('party.full_name')} value={v.name} onChange={(name) => form.set({ name })} />
				<SelectField form={form} name="legal_form" label={w('party.form')} value={v.legal_form} options={FORMS.map((value) => ({ value, text: wordOf('form', value) }))}
					onChange={(legal_form) => form.set({ legal_form, vat_profile: isPersonal(legal_form) || legal_form === 'group' ? 'household' : legal_form === 'enterprise' ? 'credit' : 'direct' })} />
				<SelectField form={form} name="vat_profile" label={w('party.vat')} hint={wordOf('profile_more', v.vat_profile)} value={v.vat_profile} onChange={(vat_profile) => form.set({ vat_profile })} options={['credit', 'direct', 'household'].map((value) => ({ value, text: wordOf('profile', value) }))} />
				<TextField form={form} name="tax_code" label={w('party.tax_code')} hint={taxOk ? w('party.tax_hint') : w('party.tax_odd')} value={v.tax_code} maxLength={14} inputMode="numeric" onChange={(tax_code) => form.set({ tax_code })} />
				<TextField form={form} name="phone" label={w('party.phone')} hint="0912 345 678" value={v.phone} maxLength={20} inputMode="tel" onChange={(phone) => form.set({ phone })} />
				<TextField form={form} name="address" class="wide" label={w('party.address')} value={v.address} onChange={(address) => form.set({ address })} />
				<CommuneField form={form} name="commune" label={w('party.commune')} value={v.commune} text={v.commune_name ?? ''} onPick={(commune, commune_name) => form.set({ commune, commune_name })} />
				<TextField form={form} name="code" isWanted label={w('party.code')} value={v.code} maxLength={40} onChange={(code) => form.set({ code })} />
			</Part>
			<Part title={w('party.bank')} lead={w('party.bank_lead')}>
				<SelectField form={form} name="bank_bin" label={w('party.bank_name')} value={v.bank_bin} onChange={(bank_bin) => form.set({ bank_bin })} options={[{ value: '', text: w('party.no_bank') }, ...(banks.data?.banks ?? []).map((each) => ({ value: each.bin, text: each.short_name }))]} />
				<TextField form={form} name="bank_account" label={w('party.account')} value={v.bank_account} maxLength={30} onChange={(bank_account) => form.set({ bank_account })} />
				<TextField form={form} name="bank_holder" label={w('party.holder')} value={v.bank_holder} onChange={(bank_holder) => form.set({ bank_holder })} />
			</Part>
			<Part title={w('party.roles')}>
				{['producer', 'consignor', 'customer', 'carrier'].map((name) => <CheckField key={name} form={form} name={name === 'producer' ? 'roles' : `roles.${name}`} label={wordOf('party', name)} hint={wordOf('party_more', name)} value={v.roles.includes(name)} onChange={(isOn) => role(name, isOn)} />)}
			</Part>
			{mayEdit('parties') && <FormEnd form={form} label={w('save')} />}
		</form>
	);
}
