// GetDashboard over the tracks: a dashboard has as many widgets as its track says.

import * as z from 'zod';
import type { CloudWatchView } from './cloudwatch-data.ts';
import { AwsError } from './cloudwatch-error.ts';

const widgetsMax = 500;

const inputSchema = z.strictObject({ DashboardName: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/) });

export function getDashboard(raw: unknown, view: CloudWatchView): unknown {
  const { DashboardName: name } = inputSchema.parse(raw);
  const track = Object.entries(view.service.dashboards).find(([known]) => known === name)?.[1];
  if (track === undefined)
    throw new AwsError('DashboardNotFoundError', 'ResourceNotFound', 404, `Dashboard ${name} does not exist`);
  const count = Math.min(widgetsMax, Math.max(0, Math.floor(view.world.number(track, view.at))));
  const widgets = Array.from({ length: count }, (_, index) => ({
    type: 'metric',
    x: 0,
    y: index * 6,
    width: 12,
    height: 6,
    properties: { region: 'us-east-1', title: `Widget ${index + 1}`, metrics: [] },
  }));
  return {
    DashboardArn: `arn:aws:cloudwatch::000000000000:dashboard/${name}`,
    DashboardBody: JSON.stringify({ widgets }),
    DashboardName: name,
  };
}
