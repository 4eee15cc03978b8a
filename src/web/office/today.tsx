/* What wants attention today, each with a way to what settles it. */
import type { ComponentChildren } from 'preact';
import { query } from '../lib/api';
import type { IconName } from '../lib/icons';
import { money, quantity } from '../lib/money';
import { clock, day, dayText } from '../lib/time';
import { calledOf, session } from '../lib/signin';
import { Icon } from '../lib/ui';
import { age, ageLevel } from './bank';
import { isEarly } from './closing';
import { useDrafts } from './drafts';
import { inOrder, LapseDays, useLapsing } from './lapsing';
import { useLoad, type Loaded } from './load';
import { DaysLeft, Head, LinkButton, Tag, Wait } from './parts';
import { hrefTo } from './route';
import type { BankSeen, Due, Health, HealthPart, Job, StockRow } from './types';
import { w, wordOf } from './words';

const SHOWN = 5;
const LAPSING_DAYS = 90;

export function Today() {
	const role = session.value!.staff.role;
	const isMoney = role === 'accountant' || role === 'admin';
	const name = calledOf(session.value!.staff.name);
	const pending = useLoad<{ rows: StockRow[] }>('/stock' + query({ by: 'lot', filter: 'pending', limit: 50 }));
	const expiring = useLoad<{ rows: StockRow[] }>('/stock' + query({ by: 'lot', filter: 'expiring', sort: 'expiry', limit: 50 }));
	const gone = useLoad<{ rows: StockRow[] }>('/stock' + query({ by: 'lot', filter: 'expired', sort: 'expiry', limit: 50 }));
	const jobs = useLoad<{ jobs: Job[] }>('/print-jobs' + query({ state: 'open', limit: 50 }));
	const certificates = useLapsing();
	const due = useLoad<{ contracts: Due[] }>(isMoney ? '/settlements/stops' : null);
	const drafts = useDrafts();
	const unseen = useLoad<{ sales: BankSeen[] }>(isMoney ? '/bank/seen?limit=50' : null);
	const health = useLoad<Health>('/health');
	return (
		<>
			<Head title={w('today.title', { name })} lead={w('today.lead')} />
			<div class="board">
				{isMoney && <Card of={due} icon="calculator" title={w('today.closing')} to={{ href: '#/closing', text: w('today.all_closing') }} rowsOf={(data) => data.contracts.filter((each) => !isEarly(each))} none={w('today.no_closing')}
					show={(row) => <li key={row.contract_id}><a href={hrefTo('closing/draft', { contract_id: row.contract_id, to_day: row.to_day })}>{row.consignor_name}</a> {row.stops.length === 0 ? <Tag level="good">{w('today.can_close')}</Tag> : <Tag level="look">{w('today.stopped', { count: row.stops.length })}</Tag>}<span class="under">{row.stops[0]?.text ?? `${dayText(row.from_day)} – ${dayText(row.to_day)} · ${money(row.sold)}`}</span></li>} />}
				{isMoney && <Card of={unseen} icon="landmark" title={w('today.bank')} to={{ href: '#/bank', text: w('today.all_bank') }} rowsOf={(data) => data.sales} none={w('today.no_bank')}
					show={(row) => <li key={row.sale_id}><a href="#/bank">{row.receipt}</a> <strong>{money(row.rest)}</strong> <Tag level={ageLevel(row.at_us)}>{age(row.at_us)}</Tag><span class="under">{row.staff_name ?? '–'} · {row.till_code}</span></li>} />}
				<Card of={drafts} icon="package-plus" title={w('today.drafts')} to={{ href: hrefTo('items', { filter: 'draft' }), text: w('today.all_drafts') }} rowsOf={(data) => data.drafts} none={w('today.no_drafts')}
					show={(row) => <li key={row.item_id}><a href={hrefTo(`items/${row.item_id}`)}>{row.name}</a> {row.price !== null && <strong>{money(row.price)}</strong>}<span class="under">{row.producer} · {row.staff_name}{row.is_alone && ` · ${w('drafts.alone')}`}</span></li>} />
				<Card of={pending} icon="package-plus" title={w('today.pending')} to={{ href: hrefTo('stock', { by: 'lot', filter: 'pending' }), text: w('today.all_pending') }} rowsOf={(data) => data.rows} none={w('today.no_pending')}
					show={(row) => <li key={`${row.item_id}${row.contract_id}`}><a href={hrefTo('intake/new', { contract_id: row.contract_id, contract: `${row.producer} · ${row.contract_number ?? ''}` })}>{row.item}</a> <strong>{quantity(-row.qty_milli)} {row.unit}</strong><span class="under">{row.producer}</span></li>} />
				<Card of={expiring} icon="clock" title={w('today.expiring')} to={{ href: hrefTo('stock', { by: 'lot', filter: 'expiring', sort: 'expiry' }), text: w('today.all_expiring') }} rowsOf={(data) => [...gone.data?.rows ?? [], ...data.rows]} none={w('today.no_expiring')}
					show={(row) => <li key={`${row.lot_id}${row.place}`}><a href={hrefTo('stock', { by: 'lot', q: row.item })}>{row.item}</a> <strong>{quantity(row.qty_milli)} {row.unit}</strong><span class="under"><DaysLeft day={row.expiry_day} days={row.days_left} /></span></li>} />
				<Card of={certificates} icon="award" title={w('today.certificates')} to={{ href: '#/lapsing', text: w('today.all_certificates') }} rowsOf={(data) => inOrder(data.certificates)} none={w('today.no_certificates', { days: LAPSING_DAYS })}
					show={(row) => <li key={row.certificate_id}><a href={hrefTo(`products/${row.product_id}`)}>{row.product}</a><span class="under">{w('certificate.count', { count: row.stars })} · <LapseDays row={row} /></span></li>} />
				<Card of={jobs} icon="printer" title={w('today.prints')} to={{ href: '#/prints', text: w('menu.prints') }} rowsOf={(data) => data.jobs} none={w('today.no_prints')}
					show={(row) => <li key={row.id}><span>{row.title}</span> <Tag level={row.state === 'failed' || row.state === 'unknown' ? 'stop' : 'look'}>{wordOf('print', row.state)}</Tag>{row.reason && <span class="under">{row.reason}</span>}</li>} />
				<section class="part" aria-labelledby="health">
					<h2 id="health"><Icon name="shield-check" /> {w('today.health')}</h2>
					<Wait of={health}>{(data) => <ul class="board-list"><State name={w('health.backup')} part={data.backup} /><State name={w('health.verify')} part={data.verify} /><State name={w('health.disk')} part={data.disk} /></ul>}</Wait>
				</section>
			</div>
		</>
	);
}

function State({ name, part }: { name: string; part: HealthPart | null }) {
	if (!part) return <li>{name} <Tag level="look">{w('health.none')}</Tag></li>;
	return <li>{name} <Tag level={part.state}>{wordOf('health', part.state)}</Tag><span class="under">{part.at_us ? `${clock(part.at_us)} ${day(part.at_us)} · ` : ''}{part.text}</span></li>;
}

function Card<T, R>({ of, icon, title, to, rowsOf, show, none }:
	{ of: Loaded<T>; icon: IconName; title: string; to: { href: string; text: string }; rowsOf: (data: T) => R[]; show: (row: R) => ComponentChildren; none: string }) {
	const rows = of.data ? rowsOf(of.data) : [];
	return (
		<section class="part" aria-label={title}>
			<h2><Icon name={icon} /> {title}{rows.length > 0 && <span class="count">{rows.length}</span>}</h2>
			<Wait of={of}>{() => (rows.length === 0 ? <p class="calm"><Icon name="circle-check" size={20} /> {none}</p> : <><ul class="board-list">{rows.slice(0, SHOWN).map(show)}</ul><LinkButton kind="quiet" href={to.href}>{to.text}{rows.length > SHOWN && ` (${rows.length})`} <Icon name="chevron-right" size={20} /></LinkButton></>)}</Wait>
		</section>
	);
}
