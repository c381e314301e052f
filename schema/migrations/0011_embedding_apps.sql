CREATE TABLE `embedding_apps` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway_id` text NOT NULL,
	`name` text NOT NULL,
	`downstream_client_id` text NOT NULL,
	`token_endpoint_auth_method` text NOT NULL,
	`secret_hash` text,
	`jwks_uri` text,
	`allowed_origins` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `embedding_apps_by_gateway` ON `embedding_apps` (`gateway_id`);