/** Every screen of the installation. */
import {
  BellRing,
  Building2,
  ChartColumn,
  CircleDollarSign,
  ClipboardCheck,
  Coins,
  Gauge,
  LifeBuoy,
  MailCheck,
  RadioTower,
  Scale,
  ScrollText,
  ShoppingCart,
  Split,
  Tags,
  Users,
} from 'lucide-react';
import type { Screen } from './screen.ts';

export const OPERATOR_SCREENS: readonly Screen[] = [
  {
    path: '/operator/partners',
    text: 'partners',
    icon: Building2,
    permission: 'operator.view_as',
  },
  {
    path: '/operator/review',
    text: 'reviewList',
    icon: ClipboardCheck,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/purchases',
    text: 'purchasesInDoubt',
    icon: ShoppingCart,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/support',
    text: 'supportQueue',
    icon: LifeBuoy,
    permission: 'operator.support',
  },
  {
    path: '/operator/suppliers',
    text: 'suppliers',
    icon: RadioTower,
    permission: 'operator.manage',
  },
  {
    path: '/operator/routing',
    text: 'routing',
    icon: Split,
    permission: 'operator.manage',
  },
  {
    path: '/operator/publishing',
    text: 'publishing',
    icon: Tags,
    permission: 'operator.manage',
  },
  {
    path: '/operator/costs',
    text: 'waitingCosts',
    icon: CircleDollarSign,
    permission: 'operator.manage',
  },
  {
    path: '/operator/rates',
    text: 'rates',
    icon: Coins,
    permission: 'operator.manage',
  },
  {
    path: '/operator/findings',
    text: 'findings',
    icon: Scale,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/figures',
    text: 'operatorFigures',
    icon: ChartColumn,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/mail',
    text: 'mailHealth',
    icon: MailCheck,
    permission: 'operator.support',
  },
  {
    path: '/operator/limits',
    text: 'publicLimits',
    icon: Gauge,
    permission: 'operator.manage',
  },
  {
    path: '/operator/notifications',
    text: 'notifications',
    icon: BellRing,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/members',
    text: 'members',
    icon: Users,
    permission: 'operator.members.manage',
  },
  {
    path: '/operator/audit',
    text: 'auditLog',
    icon: ScrollText,
    permission: 'operator.audit.read',
  },
];
