/** The HTTP application, built from a Context; the tests use the same one. */
import type { Server } from 'node:http';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyHttpOptions,
} from 'fastify';
import swagger from '@fastify/swagger';
import { AppError } from './errors.ts';
import type { Context } from './context.ts';
import { addressKey, trustedHops } from './domain/abuse/address.ts';
import { makeOpenBodies, type Sender } from './http/open-bodies.ts';
import { logRequests } from './api/route/log-requests.ts';
import { giveBack, makePlaces, type Places } from './http/places.ts';
import { bodyReader, SMALL_BODY } from './http/read-body.ts';
import { fileOpener } from './http/read-file.ts';
import { newId } from './ids.ts';
import { appApi } from './app-api/protocol.ts';
import { audit } from './api/audit.ts';
import { appTokens } from './api/app-tokens.ts';
import { bookings } from './api/bookings.ts';
import { codeBatches } from './api/code-batches.ts';
import { destinations } from './api/destinations.ts';
import { imports } from './api/imports.ts';
import { events } from './api/events.ts';
import { docs } from './pages/docs/docs.ts';
import { mailboxPages } from './pages/mailbox.ts';
import { readForms } from './pages/frame/read-forms.ts';
import { takePagePlace } from './pages/frame/take-page-place.ts';
import { isForBrowser, notFoundPage } from './pages/frame/not-found.ts';
import { publicPages } from './pages/public.ts';
import { statusPage } from './pages/status/status.ts';
import { addRoute } from './api/route/add-route.ts';
import { makeValidators } from './api/route/compile-schemas.ts';
import { handleClientError, handleError } from './api/route/envelope.ts';
import { health, type Health } from './api/health.ts';
import { members } from './api/members.ts';
import { keys } from './api/keys.ts';
import { settings } from './api/settings.ts';
import { messages } from './api/messages.ts';
import { metrics } from './api/metrics.ts';
import { native } from './api/native/packages.ts';
import { nativeDevices } from './api/native/devices.ts';
import { nativeEsims } from './api/native/esims.ts';
import { nativeInstructions } from './api/native/instructions.ts';
import { dressAnswers } from './http/every-answer.ts';
import { openapi, routeSchema } from './api/reference/openapi.ts';
import { operator } from './api/operator/orders.ts';
import { operatorImports } from './api/operator/imports.ts';
import { operatorLimits } from './api/operator/limits.ts';
import { operatorPublishing } from './api/operator/publishing.ts';
import { operatorRates } from './api/operator/rates.ts';
import { operatorReports } from './api/operator/reports.ts';
import { operatorReplacing } from './api/operator/replacing.ts';
import { operatorPurchases } from './api/operator/purchases.ts';
import { operatorRouting } from './api/operator/routing.ts';
import { operatorPartners } from './api/operator/partners.ts';
import { operatorStranded } from './api/operator/stranded.ts';
import { operatorSources } from './api/operator/sources.ts';
import { operatorSuppliers } from './api/operator/suppliers.ts';
import { operatorSupplierStock } from './api/operator/supplier-stock.ts';
import { operatorSupport } from './api/operator/support.ts';
import { payments } from './api/payments.ts';
import { promoCodes } from './api/promo-codes.ts';
import { prices } from './api/prices.ts';
import { providerCallbacks } from './api/provider-callbacks.ts';
import { redirectTokens } from './api/redirect-tokens.ts';
import { requests } from './api/requests.ts';
import { readApiBodies } from './api/route/read-api-body.ts';
import { countRefusals, reports } from './api/reports.ts';
import { noteMinute } from './api/route/note-minute.ts';
import { service } from './api/service.ts';
import { keepRequest, rememberAnswer } from './api/route/keep-request.ts';
import { countTime, tellTime } from './api/route/measure.ts';
import type { Route } from './api/route/route.ts';
import { sandbox } from './api/sandbox/sandbox.ts';
import { sandboxEsims } from './api/sandbox/esims.ts';
import { sandboxMailbox } from './api/sandbox/mailbox.ts';
import { strategy } from './api/strategy.ts';
import { supplierCallbacks } from './api/supplier-callbacks.ts';
import { support } from './api/native/support.ts';
import { travelers } from './api/travelers.ts';
import { checkTarget, whatIsWrong } from './api/target.ts';
import { webApiOf } from './web-api/index.ts';
import { webapp } from './api/webapp/index.ts';
import { webhooks } from './api/webhooks.ts';

const REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/;

export const routes = (ctx: Pick<Context, 'config'>): Route[] => [
  ...bookings,
  ...imports,
  ...promoCodes,
  ...codeBatches,
  ...prices,
  ...strategy,
  ...appTokens,
  ...destinations,
  ...native,
  ...nativeEsims,
  ...nativeInstructions,
  ...nativeDevices,
  ...support,
  ...redirectTokens,
  ...travelers,
  ...webapp,
  ...webhooks,
  ...events,
  ...messages,
  ...members,
  ...audit,
  ...requests,
  ...keys,
  ...settings,
  ...(ctx.config.env === 'staging' ? [...sandbox, ...sandboxEsims, ...sandboxMailbox] : []),
  ...operatorPartners,
  ...operatorImports,
  ...operator,
  ...operatorLimits,
  ...operatorRates,
  ...operatorPublishing,
  ...operatorReplacing,
  ...operatorPurchases,
  ...operatorRouting,
  ...operatorSupport,
  ...operatorSources,
  ...operatorSuppliers,
  ...operatorSupplierStock,
  ...operatorStranded,
  ...operatorReports,
  ...metrics,
  ...reports,
  ...service,
  ...providerCallbacks,
  ...supplierCallbacks,
  ...payments,
];

export type App = FastifyInstance & {
  health: Health;
  /** Makes what the first requests would have to wait for; for who has begun to listen. */
  warmUp(): Promise<void>;
};

export async function buildApp(ctx: Context): Promise<App> {
  const app = Fastify(serverOptions(ctx)) as unknown as App;
  const places = makePlaces(() => ctx.loopLag.ms());
  const isProxy = trustedHops(ctx.config.trustedProxies);
  const senderOf = ({ who, ip }: FastifyRequest): Sender =>
    who?.partner === undefined
      ? { address: isProxy(ip) ? null : addressKey(ip) }
      : { partner: who.partner.id };
  const openBodies = makeOpenBodies();
  const readBody = bodyReader(openBodies, senderOf);
  const validators = makeValidators();
  app.setValidatorCompiler(validators.compile as never);
  // Answers are built whole by the domain's views; their schemas are for the document, and for the
  // tests that compare.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(handleError(ctx) as never);

  decorateRequests(app);
  readApiBodies(app, readBody, fileOpener(openBodies, senderOf));
  addHooks(app, ctx);

  const declared = routes(ctx);
  for (const { operationId, method, url } of declared)
    ctx.operations.set(operationId, { method, route: url });
  await app.register(swagger as never, openapi(ctx, declared) as never);
  await app.register(async (scope) => {
    addRoutes(scope, ctx, places, declared);
    for (const route of webApiOf(ctx.config.env))
      addRoute(scope as never, ctx, places, route, { ...routeSchema(route), hide: true });
  });
  await appApi(app, ctx, places);
  await publicPages(app, ctx, places, readBody);
  if (ctx.config.env === 'staging') await mailboxPages(app, ctx, places);
  await statusPage(app, ctx, places);
  await app.register(async (scope) => {
    scope.addHook('preValidation', takePagePlace(places));
    readForms(scope, readBody);
    ctx.payDesk?.pages(scope);
  });
  app.decorate('health', health(app, ctx));
  dressAnswers(app.server, {
    isProduction: ctx.config.env === 'production',
    isLeaving: app.health.isDraining,
  });
  const { loadReference } = await docs(app, ctx, places);
  app.decorate('warmUp', async () => {
    await validators.compileRest();
    await loadReference();
  });
  await app.ready();
  return app;
}

const serverOptions = (ctx: Context): FastifyHttpOptions<Server> => ({
  logger: false,
  bodyLimit: SMALL_BODY,
  requestIdHeader: false,
  genReqId: (req) => {
    const sent = req.headers['x-request-id'];
    return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : newId('req');
  },
  trustProxy: ctx.config.trustedProxies.length > 0 ? trustedHops(ctx.config.trustedProxies) : false,
  routerOptions: { maxParamLength: 250, caseSensitive: true },
  // A body of a GET is not ours to read; whoever is slow to send is cut off, on time.
  requestTimeout: 30_000,
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 },
  keepAliveTimeout: 72_000,
  // Targets that the router cannot read are answered before any hook runs.
  frameworkErrors: (error, req, reply) => {
    handleError(ctx)(whatIsWrong(req.raw.url!) ?? error, req, reply.header('x-request-id', req.id));
  },
  clientErrorHandler: handleClientError(ctx),
  exposeHeadRoutes: true,
  return503OnClosing: false,
});

/** What is known of a request, beside what it says: there from its begin, as one shape. */
function decorateRequests(app: App): void {
  app.decorateRequest('rawBody', '');
  app.decorateRequest('who', null);
  app.decorateRequest('release', null);
  app.decorateRequest('wholeAt', 0);
  app.decorateRequest('isRefused', false);
  app.decorateRequest('isProviders', false);
  app.decorateRequest('file', null);
  app.decorateRequest('warnings', null);
  app.decorateRequest('named', null);
  app.decorateRequest('logId', null);
  app.decorateRequest('answered', null);
}

/** What happens to every request, whatever it asks for. */
function addHooks(app: App, ctx: Context): void {
  const notFound = (req: FastifyRequest, reply: FastifyReply): FastifyReply =>
    isForBrowser(req)
      ? notFoundPage(req, reply)
      : (handleError(ctx)(new AppError('not_found', 'There is nothing here.'), req, reply), reply);
  app.setNotFoundHandler(notFound);
  app.addHook('onRequest', (req, reply, done) => {
    reply.header('x-request-id', req.id);
    // Answers hold activation codes and personal data; the catalog says otherwise for itself.
    reply.header('cache-control', 'no-store');
    checkTarget(req.raw.url!);
    // Before anything is read.
    if (req.is404) notFound(req, reply);
    else done();
  });
  app.addHook('onSend', giveBack);
  if (ctx.config.env === 'staging') app.addHook('onSend', tellTime(ctx));
  app.addHook('onResponse', noteMinute(ctx));
  app.addHook('onResponse', countTime(ctx));
  app.addHook('onListen', async () => ctx.requestMinutes.begin());
  app.addHook('onResponse', countRefusals(ctx));
  app.addHook('onResponse', logRequests(ctx));
  if (ctx.config.requestLogDays === 0) return;
  app.addHook('onSend', rememberAnswer);
  app.addHook('onResponse', keepRequest(ctx));
}

function addRoutes(
  scope: FastifyInstance,
  ctx: Context,
  places: Places,
  declared: readonly Route[],
): void {
  for (const route of declared) {
    const schema = routeSchema(route);
    addRoute(scope as never, ctx, places, route, schema);
    const others = [...(route.takesSlash ? ['/'] : []), ...(route.takesTail ? ['/*'] : [])];
    for (const tail of others)
      addRoute(
        scope as never,
        ctx,
        places,
        { ...route, url: route.url + tail },
        {
          ...schema,
          hide: true,
        },
      );
  }
}
