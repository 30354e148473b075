/** Calls that ask. */
import type { Book } from './book.ts';
import { Refusal, demandThere, givenText, wholeOf } from './params.ts';
import { showEsim, showTime } from './show.ts';
import type { Body, Esim } from './types.ts';

export function queryEsims(book: Book, body: Body, isZulu: boolean): object {
  const pager = demandThere(body, 'pager') as Body;
  if (typeof pager !== 'object') throw new Refusal('000107');
  const pageNum = wholeOf(pager, 'pageNum', 1, 10_000);
  const pageSize = wholeOf(pager, 'pageSize', 5, 500);
  const found = select(book, body);
  for (const esim of found) book.endIfOver(esim);
  return {
    esimList: found
      .slice((pageNum - 1) * pageSize, pageNum * pageSize)
      .map((esim) => showEsim(esim, isZulu)),
    pager: { pageSize, pageNum, total: found.length },
  };
}

/** The newest first. */
function select(book: Book, body: Body): Esim[] {
  const [orderNo, tranNo] = [givenText(body, 'orderNo'), givenText(body, 'esimTranNo')];
  const iccid = givenText(body, 'iccid');
  if (orderNo !== null) {
    const order = book.orders.get(orderNo);
    if (order === undefined) throw new Refusal('310272');
    if (order.state === 'allocating') throw new Refusal('200010');
    if (order.state === 'failed') throw new Refusal('200011');
    if (iccid !== null && !order.esims.some((one) => one.iccid === iccid))
      throw new Refusal('310403');
    return order.esims;
  }
  if (tranNo !== null) {
    const one = book.esims.get(tranNo);
    return one === undefined ? [] : [one];
  }
  const all = [...book.esims.values()].reverse();
  if (iccid !== null) return all.filter((one) => one.iccid === iccid);
  const [start, end] = [instantOf(body, 'startTime'), instantOf(body, 'endTime')];
  return all.filter(({ order: { createdAt } }) => {
    const second = Math.floor(createdAt / 1_000) * 1_000;
    return second >= start && second <= end;
  });
}

function instantOf(body: Body, field: string): number {
  const text = givenText(body, field);
  if (text === null) throw new Refusal('000105');
  const at = Date.parse(text.replace(/\+0000$/, 'Z'));
  if (Number.isNaN(at)) throw new Refusal('000107');
  return at;
}

const MAX_USAGES = 10;

/** In some answers the list stands alone, in others under a name. */
export function queryUsage(book: Book, body: Body, isBare: boolean): unknown {
  const list = demandThere(body, 'esimTranNoList');
  if (!Array.isArray(list) || list.length > MAX_USAGES) throw new Refusal('000107');
  const usage = list.flatMap((tranNo: unknown) => {
    const esim = book.esims.get(String(tranNo));
    return esim === undefined
      ? []
      : {
          esimTranNo: esim.esimTranNo,
          dataUsage: esim.orderUsage,
          totalData: esim.totalVolume,
          lastUpdateTime: showTime(esim.activatedAt ?? esim.order.createdAt),
        };
  });
  return isBare ? usage : { esimUsageList: usage };
}
