/* The customer's screen: the idle picture, the ticket as it grows, what is to pay, the change; and a price for whoever scans
 * something here. While the till cannot be reached it shows no figure at all. */
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { g, lang, langNames, pictureUrl, type Lang } from '../lib/guest';
import { startKeys } from '../lib/keys';
import { money, quantity } from '../lib/money';
import { Button, Icon, Stars } from '../lib/ui';
import { QrCode } from './qr';
import { check, checked, endCheck, goods, isLost, load, onKey, refusal, screen, setTyped, touchLanguage, typed, type Back, type Good, type Line, type Pay as Payment, type Screen } from './state';

const SHOWN_GOODS = 6;
const TURN_MS = 9000;

function Origin({ of }: { of: { stars: number; producer: string | null; commune: string | null } }) {
	const text = [of.producer, of.commune].filter(Boolean).join(', ');
	if (!text && !of.stars) return null;
	return <span class="origin">{of.stars > 0 && <Stars count={of.stars} />} {text}</span>;
}

/* ---- the ticket ------------------------------------------------------------------------------------------------ */

function Row({ line }: { line: Line }) {
	return (
		<li class={line.is_waiting ? 'waits' : ''}>
			<div class="what">
				<strong>{line.is_waiting ? g('waiting') : line.name}</strong>
				{line.is_waiting ? line.name && <span class="origin">{line.name}</span> : <Origin of={line} />}
			</div>
			<span class="qty">{quantity(line.qty_milli)} {line.unit}</span>
			<span class="amount">{line.is_waiting ? '–' : money(line.amount - line.discount)}
				{!line.is_waiting && line.discount > 0 && <small>{g('discount')} {money(line.discount)}</small>}</span>
		</li>
	);
}

function Ticket({ now }: { now: Screen }) {
	const cart = now.cart!;
	const list = useRef<HTMLOListElement>(null);
	const last = cart.lines[cart.lines.length - 1];
	useEffect(() => { list.current?.scrollTo({ top: list.current.scrollHeight }); }, [cart.lines.length, last?.n, last?.qty_milli]);
	return (
		<main class="ticket">
			<section class="goods" aria-labelledby="goods-title">
				{cart.back && <Brought back={cart.back} />}
				<h1 id="goods-title">{g(cart.back ? 'taken' : 'your_goods')} <span class="count">{g('count', { count: cart.lines.length })}</span></h1>
				<ol ref={list} class="lines" tabIndex={0} aria-labelledby="goods-title">{cart.lines.map((line) => <Row key={line.n} line={line} />)}</ol>
				<Beside />
			</section>
			<section class="due" aria-live="polite">
				{cart.discount > 0 && <p class="off"><span>{g('discount')}</span> <span>−{money(cart.discount)}</span></p>}
				{cart.back ? <Difference cart={cart} back={cart.back} /> : <p class="total"><span>{g('total')}</span> <strong>{money(cart.total)}</strong></p>}
				{now.pay && <Pay pay={now.pay} />}
			</section>
		</main>
	);
}

/* What comes back stands above what goes out, and what is left of both in place of the total. */
function Brought({ back }: { back: Back }) {
	return (
		<div class="brought">
			<h2>{g('brought')} <span class="amount">−{money(back.worth)}</span></h2>
			<ul>{back.lines.map((line, i) => <li key={i}><span>{quantity(line.qty_milli)} {line.unit} {line.name}</span> <span class="amount">−{money(line.amount)}</span></li>)}</ul>
		</div>
	);
}
function Difference({ cart, back }: { cart: NonNullable<Screen['cart']>; back: Back }) {
	const isEven = cart.due === 0 && back.give === 0;
	return (
		<>
			<p><span>{g('taken')}</span> <span>{money(cart.total)}</span></p>
			<p><span>{g('brought')}</span> <span>−{money(back.worth)}</span></p>
			{back.kept > 0 && <p><span>{g('kept_back')}</span> <span>{money(back.kept)}</span></p>}
			<p class="total"><span>{g(isEven ? 'even' : cart.due > 0 ? 'pay_more' : 'get_back')}</span> <strong>{money(cart.due > 0 ? cart.due : back.give)}</strong></p>
		</>
	);
}

/* A price that is asked while a ticket lies open has its own place below it: nothing of the ticket moves or is covered. */
function Beside() {
	const now = checked.value, good = now?.goods[0];
	return (
		<p class={`beside ${now ? 'says' : ''}`} role="status">
			<Icon name="scan-barcode" />
			{good ? <><span class="name">{g('price_mode')}: {good.name}</span> <strong>{good.price === null ? g('no_price') : <>{money(good.price)} <small>/ {good.unit}</small></>}</strong></>
				: <span class="name">{now?.says ? g(now.says) : typed.value ? `${g('price_mode')}: ${typed.value}` : g('price_beside')}</span>}
		</p>
	);
}

/* Another amount than asked is the till's to settle: the customer is told to wait, not that all is well. */
function Pay({ pay }: { pay: Payment }) {
	return (
		<div class="pay">
			{pay.state === 'wrong_amount' ? <p class="came other"><Icon name="clock" size={32} /> {g('pay_other')}</p> : pay.state !== 'none' && pay.state !== 'waiting' ? <p class="came"><Icon name="circle-check" size={32} /> {g('pay_came')}</p> : <>
				{pay.qr && <QrCode qr={pay.qr} label={g('pay_qr')} />}
				<p class="how">{g('pay_qr')}</p>
				<p class="exact">{g('pay_exact')} <strong>{money(pay.amount)}</strong></p>
				<p class="soft"><Icon name="clock" size={20} /> {g('pay_waiting')}</p>
			</>}
		</div>
	);
}

function Thanks({ now }: { now: Screen }) {
	const thanks = now.thanks!;
	return (
		<main class="thanks" aria-live="polite">
			<h1><Icon name="circle-check" size={48} /> {g('thanks')}</h1>
			<div class="figures">
				{thanks.given_back > 0 ? <p class="change"><span>{g('got_back')}</span> <strong>{money(thanks.given_back)}</strong></p>
					: <p><span>{g(thanks.is_exchange && !thanks.total ? 'even' : 'paid')}</span> <strong>{money(thanks.total)}</strong></p>}
				{thanks.change > 0 && <p class="change"><span>{g('change')}</span> <strong>{money(thanks.change)}</strong></p>}
				<p class="soft">{g('receipt', { number: thanks.receipt })}</p>
			</div>
			{thanks.qr && <figure><QrCode qr={thanks.qr} label={g('receipt_qr')} /><figcaption>{g('receipt_qr')}</figcaption></figure>}
			<AskPrice />
		</main>
	);
}

/* ---- idle, and prices ------------------------------------------------------------------------------------------ */

function Card({ good }: { good: Good }) {
	return (
		<li class={`card ${good.image ? 'seen' : ''}`}>
			{good.image && <img src={pictureUrl(good.image)} alt="" />}
			<Stars count={good.stars} />
			<strong>{good.name}</strong>
			<span class="origin">{[good.producer, good.commune].filter(Boolean).join(', ')}</span>
			{good.price !== null && <span class="price">{money(good.price)} <small>/ {good.unit}</small></span>}
		</li>
	);
}

/* Wherever no ticket lies open: scanned, typed here, or typed with the keys alone. */
function AskPrice() {
	return (
		<form class="ask" onSubmit={(event) => { event.preventDefault(); void check(typed.value); }}>
			<p><Icon name="scan-barcode" size={32} /> {g('scan_here')}</p>
			<label for="code" class="unseen">{g('type_code')}</label>
			<input id="code" autocomplete="off" spellcheck={false} inputMode="numeric" maxLength={100} placeholder={g('type_code')} value={typed.value} onInput={(event) => setTyped(event.currentTarget.value)} />
			<Button type="submit" icon="search">{g('look')}</Button>
		</form>
	);
}

function Idle({ now }: { now: Screen }) {
	const [from, setFrom] = useState(0);
	const all = goods.value;
	useEffect(() => {
		if (all.length <= SHOWN_GOODS) return;
		const timer = setInterval(() => setFrom((at) => (at + SHOWN_GOODS) % all.length), TURN_MS);
		return () => clearInterval(timer);
	}, [all.length]);
	const shown = all.length <= SHOWN_GOODS ? all : Array.from({ length: SHOWN_GOODS }, (_, i) => all[(from + i) % all.length]!);
	return (
		<main class="idle">
			<header>
				<p class="hello">{g('hello')}</p>
				<h1>{now.site}</h1>
				<p class="soft">{now.shop}</p>
			</header>
			{shown.length > 0 && <section aria-labelledby="lead"><h2 id="lead">{g('stars_lead')}</h2><ul class="cards">{shown.map((good) => <Card key={good.item_id} good={good} />)}</ul></section>}
			<AskPrice />
		</main>
	);
}

function Price({ good, isAlone }: { good: Good; isAlone: boolean }) {
	return (
		<article class={isAlone ? 'alone' : ''}>
			{isAlone && good.image && <img src={pictureUrl(good.image)} alt="" />}
			<h1>{good.name}</h1>
			{good.name_vi && <p class="soft" lang="vi">{good.name_vi}</p>}
			<p class="big">{good.price === null ? g('no_price') : <>{money(good.price)} <small>/ {good.unit}</small></>}</p>
			{(good.stars > 0 || good.producer) && <p class="by">{good.stars > 0 && <span class="mark"><Stars count={good.stars} /> {g('stars', { count: good.stars })}</span>} {[good.producer, good.commune].filter(Boolean).join(', ')}</p>}
			{isAlone && good.story && <p class="story">{good.story}</p>}
			{isAlone && (good.storage || good.usage) && <dl>
				{good.storage && <div><dt>{g('storage')}</dt><dd>{good.storage}</dd></div>}
				{good.usage && <div><dt>{g('usage')}</dt><dd>{good.usage}</dd></div>}
			</dl>}
		</article>
	);
}

function Checked() {
	const { goods: found, says } = checked.value!;
	const Says = found.length ? 'p' : 'h1';
	return (
		<main class="checked" aria-live="polite">
			<p class="mode"><Icon name="scan-barcode" /> <strong>{g('price_mode')}</strong> {g('price_only')}</p>
			{says && <Says class={`says ${says === 'not_sold' ? 'stop' : ''}`}><Icon name={says === 'not_sold' ? 'octagon-x' : 'circle-help'} size={32} /> {g(says)}</Says>}
			{found.map((good) => <Price key={good.item_id} good={good} isAlone={found.length === 1} />)}
			<Button kind="quiet" icon="x" hint="Esc" onClick={endCheck}>{g('close')}</Button>
			<AskPrice />
		</main>
	);
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

function Calm({ text, icon }: { text: string; icon: 'wifi-off' | 'store' | 'clock' }) {
	return <main class="calm"><div role="status"><Icon name={icon} size={64} /><h1>{text}</h1></div></main>;
}

function Body() {
	const now = screen.value;
	if (refusal.value) return <Calm icon="store" text={refusal.value} />;
	if (!now) return <Calm icon="clock" text={g('loading')} />;
	if (isLost()) return <Calm icon="wifi-off" text={g('lost')} />;
	if (now.cart) return <Ticket now={now} />;
	if (now.pay) return <main class="asked" aria-live="polite"><Pay pay={now.pay} /></main>;
	if (checked.value) return <Checked />;
	if (now.thanks) return <Thanks now={now} />;
	return <Idle now={now} />;
}

/* Two languages by one touch; the others come with the ticket. */
function Languages() {
	const shown: Lang[] = lang.value === 'zh' || lang.value === 'ko' ? ['vi', 'en', lang.value] : ['vi', 'en'];
	return (
		<header><div class="languages" role="group" aria-label={g('language')}>
			{shown.map((each) => <button key={each} type="button" lang={each} aria-pressed={lang.value === each} onClick={() => touchLanguage(each)}>{langNames[each]}</button>)}
		</div></header>
	);
}

function App() {
	useEffect(() => startKeys({ onScan: (code) => void check(code), onKey }), []);
	return <div class="screen"><Languages /><Body /></div>;
}

void load();
render(<App />, document.getElementById('page')!);
