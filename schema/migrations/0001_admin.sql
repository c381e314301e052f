CREATE TABLE `object_tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text,
	`downstream` integer DEFAULT false NOT NULL,
	`actor` text NOT NULL,
	`location_hint` text,
	`jurisdiction` text,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text
);
--> statement-breakpoint
CREATE INDEX `object_tasks_by_time` ON `object_tasks` (`created_at`);--> statement-breakpoint
ALTER TABLE `servers` ADD `missing_secrets` text;--> statement-breakpoint
CREATE INDEX `log_events_by_attachment` ON `log_events` (`attachment_id`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_client` ON `log_events` (`client_id`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_guardrail` ON `log_events` (`guardrail_outcome`,`at`) WHERE guardrail_outcome IS NOT NULL;--> statement-breakpoint
CREATE INDEX `log_events_by_kind` ON `log_events` (`kind`,`at`);