/**
 * /status: how well the installation serves, for everybody: each figure of the last 90 days with
 * what it counts and what is promised, and the counts themselves as files. In the languages of the
 * screens.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { exportHours, exportMinutes } from '../../domain/service/export-figures.ts';
import { SERVICE_DAYS } from '../../domain/service/figures.ts';
import { serviceReport } from '../../domain/service/service-report.ts';
import { AppError } from '../../errors.ts';
import { ANSWER, CSV_TYPE } from '../../http/media-type.ts';
import type { Places } from '../../http/places.ts';
import { LANGUAGES } from '../frame/languages.ts';
import { pageHeaders, renderTool } from '../frame/page.ts';
import { takePagePlace } from '../frame/take-page-place.ts';
import { sayStatus, STATUS_TEXTS, statusLanguage } from '../texts/status/index.ts';
import { figureView } from './figure-view.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function statusPage(
  app: FastifyInstance,
  ctx: Context,
  places: Places,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('preValidation', takePagePlace(places));
    const hidden = { schema: { hide: true } };
    scope.get('/status', hidden, async (req: StatusRequest, reply) => show(ctx, req, reply));
    scope.get('/status/hours.csv', hidden, async (_req, reply) =>
      file(reply, 'hours', await exportHours(ctx.db)),
    );
    scope.get('/status/minutes.csv', hidden, async (req, reply) =>
      file(reply, 'minutes', await exportMinutes(ctx.db, dayOf(req))),
    );
  });
}

const file = (reply: FastifyReply, name: string, text: string): FastifyReply =>
  reply
    .type(CSV_TYPE)
    .header('content-disposition', `attachment; filename="hubby-${name}.csv"`)
    .send(text);

/** `?day=2027-07-15`, else today. */
function dayOf({ query }: FastifyRequest): Date {
  const { day = new Date().toISOString().slice(0, 10) } = query as { day?: unknown };
  const at =
    typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(day) : new Date('');
  if (Number.isNaN(at.getTime()))
    throw new AppError('invalid_request', 'The day is not one.', {
      details: [{ field: 'day', issue: `expected a date such as 2027-07-15` }],
    });
  return at;
}

type StatusRequest = FastifyRequest<{ Querystring: { lang?: unknown } }>;

async function show(ctx: Context, req: StatusRequest, reply: FastifyReply): Promise<FastifyReply> {
  const language = statusLanguage(req.query.lang, req.headers['accept-language']);
  const say = sayStatus(language);
  const report = await serviceReport(ctx.db, new Date());
  return pageHeaders(reply, POLICY)
    .type(ANSWER.html)
    .headers({
      'content-language': language,
      'cache-control': 'public, max-age=60',
      vary: 'accept-language',
    })
    .send(
      renderTool('status', {
        say,
        lang: language,
        title: say('title'),
        since: report.from,
        days: SERVICE_DAYS,
        today: report.to,
        figures: report.figures.map((figure) => figureView(figure, report.to, { say, language })),
        languages: LANGUAGES.filter(({ tag }) => Object.hasOwn(STATUS_TEXTS, tag)).map(
          ({ tag, name }) => ({ tag, name, isCurrent: tag === language }),
        ),
      }),
    );
}
