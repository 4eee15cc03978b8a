/* The page behind the QR of a lot or a receipt: where the goods come from, for whoever holds them, first of all on a telephone. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, query } from '../lib/api';
import { g, lang, langNames, langs, pictureUrl, speak, wished, type Lang } from '../lib/guest';
import { dayText } from '../lib/time';
import { Button, Icon, Notice, Stars } from '../lib/ui';

interface Lot {
	item_id: string; page_code: string; name: string; name_vi: string | null; product: string | null; producer: string | null; address: string | null;
	commune: string | null; commune_before: string | null; stars: number; stars_until: string | null; certificate: string | null; code: string | null;
	made_day: string | null; expiry_day: string | null; expiry_kind: 'none' | 'use_by' | 'best_before'; group: string | null; storage: string | null;
	story: string | null; usage: string | null; trace_url: string | null; image: string | null; is_frozen: boolean; reason: string | null; unit: string;
}
interface Page { day: string; lots: Lot[]; receipt: string | null; shop: string; site: string; address: string | null; phone: string | null }

const code = decodeURIComponent(location.pathname.replace(/^\/l\/?|^\/lot$/, ''));

function Facts({ lot }: { lot: Lot }) {
	const rows: [string, string | null][] = [
		[g('made_by'), lot.producer], [g('address'), lot.address], [g('made_at'), lot.commune], [g('made_at_before'), lot.commune_before], [g('lot'), lot.code],
		[g('made_day'), lot.made_day && dayText(lot.made_day)],
		[lot.expiry_kind === 'best_before' ? g('best_before') : g('use_by'), lot.expiry_day && dayText(lot.expiry_day)],
		[g('certificate'), lot.certificate && `${lot.certificate}, ${g('until', { day: dayText(lot.stars_until!) })}`],
		[g('group'), lot.group], [g('storage'), lot.storage], [g('usage'), lot.usage],
	];
	return <dl>{rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Passport({ lot, day, level }: { lot: Lot; day: string; level: 1 | 2 }) {
	const Title = level === 1 ? 'h1' : 'h2';
	const isPast = lot.expiry_kind === 'use_by' && lot.expiry_day !== null && lot.expiry_day < day;
	return (
		<article>
			{lot.image && <img src={pictureUrl(lot.image)} alt={lot.name} />}
			{lot.is_frozen && <div role="alert"><Notice level="stop">{g('recalled')}{lot.reason && <><br />{g('reason', { reason: lot.reason })}</>}</Notice></div>}
			{!lot.is_frozen && isPast && <Notice level="look">{g('expired')}</Notice>}
			<Title>{lot.name}</Title>
			{lot.name_vi && <p class="soft" lang="vi">{lot.name_vi}</p>}
			{lot.stars > 0 && <p class="mark"><Stars count={lot.stars} /> {g('stars', { count: lot.stars })}</p>}
			{lot.story && <p class="story">{lot.story}</p>}
			<Facts lot={lot} />
			{lot.trace_url && <a class="button" href={lot.trace_url} rel="noopener noreferrer nofollow" target="_blank"><Icon name="search" size={20} /> {g('trace')}</a>}
		</article>
	);
}

function App() {
	const [page, setPage] = useState<Page | null>(null);
	const [trouble, setTrouble] = useState('');
	const [times, setTimes] = useState(0);
	useEffect(() => {
		let isStale = false;
		get<Page>(`/public/lots/${encodeURIComponent(code || '-')}` + query({ lang: lang.value })).then((next) => {
			if (isStale) return;
			setPage(next);
			setTrouble('');
			document.title = `${next.lots.length === 1 ? next.lots[0]!.name : next.receipt ?? next.site} – OCOP`;
		}).catch((error: unknown) => {
			if (!isStale) setTrouble(error instanceof ApiError && error.field === 'code' ? g('wrong_code') : lang.value === 'vi' && error instanceof Error ? error.message : g('wrong'));
		});
		return () => { isStale = true; };
	}, [lang.value, times]);
	return (
		<div class="lot">
			<header>
				<span class="brand"><Icon name="store" size={20} /> OCOP</span>
				<label><span class="unseen">{g('language')}</span>
					<select value={lang.value} onChange={(event) => speak(event.currentTarget.value as Lang)}>{langs.map((each) => <option key={each} value={each} lang={each} selected={each === lang.value}>{langNames[each]}</option>)}</select>
				</label>
			</header>
			<main>
				{trouble ? <div role="alert"><h1>{g('wrong')}</h1><Notice level="look">{trouble}</Notice><Button onClick={() => setTimes(times + 1)}>{g('again')}</Button></div>
					: !page ? <p class="soft" role="status">{g('loading')}</p>
						: page.receipt === null ? <Passport lot={page.lots[0]!} day={page.day} level={1} />
							: <><h1>{g('of_receipt', { number: page.receipt })}</h1>{page.lots.length === 0 ? <p>{g('no_lots')}</p> : page.lots.map((lot) => <Passport key={lot.page_code} lot={lot} day={page.day} level={2} />)}</>}
			</main>
			{page && <footer><span class="soft">{g('sold_at')}</span><strong>{page.site}</strong><span>{page.shop}</span>{page.address && <span>{page.address}</span>}{page.phone && <a href={`tel:${page.phone.replace(/[^\d+]/g, '')}`}>{page.phone}</a>}</footer>}
		</div>
	);
}

speak(wished());
render(<App />, document.getElementById('page')!);
