/* The till page: who is there, which till, and then the strip over three zones or one of the sheets. */
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { query, reachable, sign } from '../lib/api';
import { listen, stream } from '../lib/events';
import { startKeys } from '../lib/keys';
import { PracticeBand } from '../lib/practice';
import { ApproverDialog, badgeScanned, heardWhileLocked, keepTill, keptTill, loadSession, locked, readBadge, session, SignIn } from '../lib/signin';
import type { Session } from '../lib/types';
import { Button, Dialog, Icon, LiveRegion, Notice } from '../lib/ui';
import { t } from '../lib/words';
import { CartZone, Early } from './cart';
import { onKey, ownKeys } from './commands';
import { features } from './features';
import { Goods } from './goods';
import { goPractise } from './practice';
import { OpenShift } from './shift';
import { loadWays } from './state/ways';
import { loadTiles, loadTill, till, tillId } from './state/cart';
import { scanned } from './state/lines';
import { handlers } from './state/news';
import { loadLikes } from './state/likes';
import { resumePay } from './state/pay';
import { isHelpOpen, notice, tell, view } from './state/shell';
import { events, keysInOrder, register, views } from './state/tables';
import { Strip } from './strip';
import { Tender } from './tender';

async function pickTill(id: string): Promise<void> {
	try {
		session.value = await sign<Session>('/session/till', { till_id: id });
		keepTill(id);
	} catch (error) {
		tell('stop', error instanceof Error ? error.message : String(error));
	}
}
function KeyHelp() {
	return (
		<Dialog title={t('help.title')} onClose={() => { isHelpOpen.value = false; }} wide>
			<dl class="key-help">
				{keysInOrder().map((row) => <div key={row.id}><dt><kbd>{row.shown}</kbd></dt><dd>{t(row.word)}</dd></div>)}
			</dl>
			<p><Button icon="keyboard" onClick={() => { isHelpOpen.value = false; view.value = 'settings'; }}>{t('settings.open')}</Button>
				{session.value?.practice_home === null && <> <Button icon="graduation-cap" onClick={() => { isHelpOpen.value = false; void goPractise(); }}>{t('practice.open')}</Button></>}</p>
			<p class="soft">{t('help.more')} <a href="/licences.txt">{t('help.licences')}</a></p>
		</Dialog>
	);
}

function TillChoice() {
	const tills = session.value!.tills;
	const said = notice.value;
	useEffect(() => {
		const kept = tills.find((till) => till.id === keptTill());
		if (kept) void pickTill(kept.id);
	}, []);
	return (
		<main class="door">
			{said && <Notice key={said.at} level={said.level}>{said.text}</Notice>}
			<h1><Icon name="store" size={32} /> {t('till.which')}</h1>
			<div class="logins">
				{tills.map((till) => <button key={till.id} type="button" class="login" onClick={() => void pickTill(till.id)}><Icon name="store" size={32} /><span class="both"><span class="name">{till.name}</span>{till.name !== till.code && <span class="role">{till.code}</span>}</span></button>)}
			</div>
		</main>
	);
}

function Desk() {
	useEffect(() => {
		void loadTill().then(loadTiles); /* the order of its tiles is the shift's */
		void loadLikes();
		void loadWays();
		resumePay();
	}, [tillId.value]);
	useEffect(() => {
		return listen('/api/v1/events' + query({ till_id: tillId.value }), { ...events, ...handlers });
	}, [tillId.value, session.value]); /* another session, another stream */
	const isLost = stream.value === 'lost' || !reachable.value;
	const sheet = view.value;
	const Sheet = views[sheet]?.component;
	const said = notice.value;
	return (
		<div class="till">
			<Strip />
			<div class="banner" role="status">
				{isLost ? <div class="lost"><Icon name="wifi-off" /> {t('offline')}</div>
					: said && <Notice key={said.at} level={said.level} onClose={() => { notice.value = null; }}>{said.text}</Notice>}
			</div>
			<main class={`zones ${Sheet ? 'at-sheet' : 'at-sell'}`} data-view={sheet}>
				{!Sheet && till.value && <>
					{till.value.shift && <h1 class="unseen">{t('till.title')}</h1>}
					<Goods />
					{till.value.shift ? <CartZone /> : <section class="cart"><OpenShift /><Early /></section>}
					<Tender />
				</>}
				{Sheet && till.value && <Sheet />}
			</main>
			{isHelpOpen.value && <KeyHelp />}
		</div>
	);
}

function Page() {
	const who = session.value;
	useEffect(() => { document.title = t('till.title'); });
	if (who === undefined) return <main class="door"><p class="lead">{t('loading')}</p></main>;
	if (who === null) return <SignIn title={t('till.title')} />;
	if (!who.till_id) return <TillChoice />;
	tillId.value = who.till_id;
	return <Desk />;
}

register([...features, { keys: ownKeys }]);
startKeys({
	onScan: (code, isGarbled) => {
		const badge = isGarbled ? null : readBadge(code);
		if (badge && badgeScanned(badge)) return;
		if (!session.value || !tillId.value) return;
		if (locked.value && !isGarbled) heardWhileLocked(code);
		else if (!locked.value) scanned(code, isGarbled);
	},
	onKey: (key) => (session.value && tillId.value ? onKey(key) : false),
});
void loadSession();
render(<><PracticeBand /><Page /><ApproverDialog /><LiveRegion /></>, document.getElementById('page')!);
