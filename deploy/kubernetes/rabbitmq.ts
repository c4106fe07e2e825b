// What we use of the RabbitMQ cluster operator's API, by its CustomResourceDefinition; no package has its schema.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import type { IAffinity } from "kubernetes-models/v1/Affinity";
import type { IResourceRequirements } from "kubernetes-models/v1/ResourceRequirements";

export interface IRabbitmqCluster {
  apiVersion: "rabbitmq.com/v1beta1";
  kind: "RabbitmqCluster";
  metadata: IObjectMeta;
  spec: {
    replicas: number;
    image: string;
    persistence: { storage: string };
    resources: IResourceRequirements;
    rabbitmq: { additionalConfig: string };
    affinity?: IAffinity;
  };
}
