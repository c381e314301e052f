CREATE INDEX `audit_events_by_actor` ON `audit_events` (`actor_id`,`at`) WHERE actor_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `log_events_by_request` ON `log_events` (`request_id`,`at`);--> statement-breakpoint
CREATE INDEX `log_events_by_email` ON `log_events` (lower(user_email),`at`) WHERE user_email IS NOT NULL;--> statement-breakpoint
CREATE INDEX `log_events_by_user_level` ON `log_events` (`user_level`,`at`) WHERE user_level IS NOT NULL;