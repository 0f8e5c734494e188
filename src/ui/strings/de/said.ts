// Deutsch: was Engine und Leser auf Englisch sagen. Der Test zählt nach, dass kein Satz fehlt.
import type { Sentences } from '../said'

const files: Sentences = {
  'Files of your own': 'Eigene Dateien',
  'As the files say': 'wie die Dateien sagen',
  '{} could not be read; the other files still come in.':
    '{} ließ sich nicht lesen; die anderen Dateien kommen trotzdem herein.',
}

const runs: Sentences = {
  'The question is empty. Write one first.': 'Die Frage ist leer. Schreiben Sie erst eine.',
  'The question has {} characters; at most {} can be asked.':
    'Die Frage hat {} Zeichen; höchstens {} können gefragt werden.',
  'The question is {} tokens long; this model reads {}.':
    'Die Frage ist {} Token lang; dieses Modell liest {}.',
  'The run has no checkpoint "{}" any more.': 'Der Lauf hat keinen Speicherpunkt „{}“ mehr.',
  'The run has no checkpoint "{}".': 'Der Lauf hat keinen Speicherpunkt „{}“.',
  'The run "{}" has no checkpoint "{}".': 'Der Lauf „{}“ hat keinen Speicherpunkt „{}“.',
  'The run in the file has no record.': 'Der Lauf in der Datei hat keinen Eintrag.',
  'The record of the run in the file has no id, name or configuration.':
    'Dem Eintrag des Laufs in der Datei fehlt Kennung, Name oder Konfiguration.',
  'There is no run "{}".': 'Es gibt keinen Lauf „{}“.',
  'This file contains passages of the corpus, word for word.':
    'Diese Datei enthält Abschnitte des Korpus, Wort für Wort.',
  'Passages of the corpus were left out; questions and answers, which were made of them, are here.':
    'Abschnitte des Korpus wurden weggelassen; Fragen und Antworten, die daraus gemacht wurden, sind hier.',
  'The file is not a run of the lab: it is no whole zip file ({}).':
    'Die Datei ist kein Lauf: sie ist keine ganze Zip-Datei ({}).',
  'The file is not a run of the lab: its manifest does not say so.':
    'Die Datei ist kein Lauf: ihr Verzeichnis sagt es nicht.',
  'The file lacks its checkpoint "{}".': 'Der Datei fehlt ihr Speicherpunkt „{}“.',
  'The run in the file cannot be read: {}.': 'Der Lauf in der Datei lässt sich nicht lesen: {}.',
  'This browser has no WebGPU. Use Chrome or Edge 113 or newer, or another browser with WebGPU switched on.':
    'Dieser Browser hat kein WebGPU. Nehmen Sie Chrome oder Edge ab 113, oder einen anderen Browser mit eingeschaltetem WebGPU.',
  'This browser has WebGPU but offers no graphics adapter: turn on hardware acceleration, or update the graphics driver.':
    'Dieser Browser hat WebGPU, bietet aber keine Grafikkarte an: schalten Sie die Hardwarebeschleunigung ein, oder bringen Sie den Grafiktreiber auf den neuesten Stand.',
  'An arena needs at least one Challenger and one Reasoner.':
    'Eine Arena braucht mindestens einen Challenger und einen Reasoner.',
  'The checkpoint holds no weights.': 'Der Speicherpunkt enthält keine Gewichte.',
  'An adapter is exported from one checkpoint of a run, a .safetensors file.':
    'Ein Adapter wird aus einem Speicherpunkt eines Laufs exportiert, einer .safetensors-Datei.',
  'This checkpoint has no adapter: all weights were trained, or nothing yet. Export it whole.':
    'Dieser Speicherpunkt hat keinen Adapter: trainiert wurden alle Gewichte, oder noch nichts. Exportieren Sie ihn ganz.',
  'This run has no checkpoint yet. The first one is saved after the warm start.':
    'Dieser Lauf hat noch keinen Speicherpunkt. Der erste wird nach dem Aufwärmen gesichert.',
  'The sequence has {} tokens; this model reads 1 to {} here.':
    'Die Folge hat {} Token; dieses Modell liest hier 1 bis {}.',
  'The sequence has a token that this model does not know: the episode is of another model.':
    'Die Folge enthält ein Token, das dieses Modell nicht kennt: die Episode gehört zu einem anderen Modell.',
  'An adapter stands beside weights that have learned already. Begin with built-in weights or a checkpoint, or train all weights.':
    'Ein Adapter steht neben Gewichten, die schon gelernt haben. Beginnen Sie mit eingebauten Gewichten oder einem Speicherpunkt, oder trainieren Sie alle Gewichte.',
  'The chosen corpora hold no documents. Add files to one of them first.':
    'In den gewählten Korpora sind keine Dokumente. Legen Sie erst Dateien in eines davon.',
  'The documents of the chosen corpora give no passages: they are empty, too short, or tell only stories whose type of answer is not in play. Add documents, or allow more types of answer.':
    'Die Dokumente der gewählten Korpora geben keine Abschnitte her: sie sind leer, zu kurz, oder erzählen nur Geschichten, deren Antwortart nicht im Spiel ist. Legen Sie Dokumente dazu, oder erlauben Sie mehr Antwortarten.',
  'The run needs {} on the device ({}), and {} are there.':
    'Der Lauf braucht {} auf dem Gerät ({}), und {} sind da.',
  'weights {}, gradients and optimizer {}, activations {}, sampling {}':
    'Gewichte {}, Gradienten und Optimierer {}, Aktivierungen {}, Sampling {}',
  'The run needs one buffer of {}, and this device binds at most {}.':
    'Der Lauf braucht einen Puffer von {}, und dieses Gerät bindet höchstens {}.',
  '{} It would fit with {} ({}).': '{} Es würde passen mit {} ({}).',
  '{} No setting makes it fit: choose a smaller model.':
    '{} Keine Einstellung macht es passend: wählen Sie ein kleineres Modell.',
  'The file of checkpoint "{}" is missing. Remove that checkpoint to go on from an older one.':
    'Die Datei des Speicherpunkts „{}“ fehlt. Löschen Sie ihn, um von einem älteren weiterzumachen.',
  'Checkpoint "{}": {} Remove it to go on from an older one.':
    'Speicherpunkt „{}“: {} Löschen Sie ihn, um von einem älteren weiterzumachen.',
  'The corpus changed after this run began, so from there on it is not the run that its seed would give.':
    'Das Korpus hat sich geändert, nachdem dieser Lauf begann; von da an ist er nicht mehr der, den seine Startzahl ergäbe.',
  'A fixed Challenger has the weights of the end of the warm start, and that checkpoint is gone. Let the Challenger be the model that learns, or begin a new run.':
    'Ein fester Challenger hat die Gewichte vom Ende des Aufwärmens, und dieser Speicherpunkt ist weg. Lassen Sie den Challenger das Modell sein, das lernt, oder beginnen Sie einen neuen Lauf.',
  'A remote Challenger needs the address of an OpenAI-compatible endpoint, and none was named.':
    'Ein entfernter Challenger braucht die Adresse eines Servers, der OpenAIs Schnittstelle spricht, und keine wurde genannt.',
  'The lab is open in another tab, which writes. Close that tab, or use it; this one only reads.':
    'Das Labor ist in einem anderen Tab offen, der schreibt. Schließen Sie jenen, oder nehmen Sie ihn; dieser liest nur.',
  'The run that is being played reads this corpus. Pause it first.':
    'Der Lauf, der gerade spielt, liest dieses Korpus. Halten Sie ihn erst an.',
  'There is no corpus "{}".': 'Es gibt kein Korpus „{}“.',
  'There is no corpus "{}" to add documents to.':
    'Es gibt kein Korpus „{}“, in das Dokumente kommen könnten.',
  'A run needs a corpus: add files, or take a starter corpus.':
    'Ein Lauf braucht ein Korpus: legen Sie Dateien ab, oder nehmen Sie eines der mitgelieferten.',
  'The run has no corpus yet. Choose a starter corpus or drop documents first.':
    'Der Lauf hat noch kein Korpus. Wählen Sie ein mitgeliefertes, oder legen Sie erst Dokumente ab.',
  'No run is open. Make one or open one first.':
    'Kein Lauf ist offen. Legen Sie erst einen an, oder öffnen Sie einen.',
  'A run is being played. Pause it first.': 'Gerade spielt ein Lauf. Halten Sie ihn erst an.',
  'The checkpoint holds no whole model: its weights are those of "{}", and what was learned stands beside them. Give that model as its base.':
    'Der Speicherpunkt enthält kein ganzes Modell: seine Gewichte sind die von „{}“, und das Gelernte steht daneben. Geben Sie jenes Modell als Grundlage an.',
  '{} of {} are in use. ': '{} von {} sind belegt. ',
  'What can go: {}.': 'Was weg kann: {}.',
  'To keep within the budget for episodes, {}.': 'Damit der Platz für Episoden reicht: {}.',
  'rounds before {} are kept without their tokens': 'Runden vor {} werden ohne ihre Token behalten',
  'rounds before {} are kept without the likeliest tokens':
    'Runden vor {} werden ohne die wahrscheinlichsten Token behalten',
  'rounds before {} are kept without their tokens and rounds before {} are kept without the likeliest tokens':
    'Runden vor {} werden ohne ihre Token behalten, Runden vor {} ohne die wahrscheinlichsten',
  'Choose at least one {} first.': 'Wählen Sie erst mindestens einen {}.',
  '{} checkpoints were chosen as {}; at most {} play at once.':
    '{} Speicherpunkte wurden als {} gewählt; höchstens {} spielen zugleich.',
  '"{}": its checkpoint is not kept any more.': '„{}“: der Speicherpunkt ist nicht mehr da.',
  'The storage is full, so the run was paused. Remove checkpoints, old runs or corpora that are no longer needed, then go on.':
    'Der Speicher ist voll, darum wurde der Lauf angehalten. Löschen Sie Speicherpunkte, alte Läufe oder Korpora, die niemand mehr braucht, und machen Sie dann weiter.',
  '{} could not be kept: this browser has no room left for the page{}. Remove runs, checkpoints or corpora, then go on.':
    '{} ließ sich nicht behalten: dieser Browser hat keinen Platz mehr für die Seite{}. Löschen Sie Läufe, Speicherpunkte oder Korpora, und machen Sie dann weiter.',
  ' ({} of {} in use)': ' ({} von {} belegt)',
  '{} could not be kept: {}': '{} ließ sich nicht behalten: {}',
  'Round {}: {} is {}. The run stops; lower update.learningRate and go on from the last checkpoint.':
    'Runde {}: {} ist {}. Der Lauf hält; senken Sie update.learningRate und machen Sie vom letzten Speicherpunkt weiter.',
  'The corpus gives no examples to practise: its passages are too short. Add longer documents.':
    'Das Korpus gibt keine Beispiele zum Üben her: seine Abschnitte sind zu kurz. Legen Sie längere Dokumente dazu.',
  'The corpus gives no examples for the warm start: its passages are too short. Add longer documents.':
    'Das Korpus gibt keine Beispiele zum Aufwärmen her: seine Abschnitte sind zu kurz. Legen Sie längere Dokumente dazu.',
  'The loss of the warm start is {} at step {}. Choose a lower warmStart.learningRate.':
    'Der Verlust beim Aufwärmen ist {} in Schritt {}. Wählen Sie eine kleinere warmStart.learningRate.',
  '{} is not a list of questions.': '{} ist keine Liste von Fragen.',
  'Question {} of {} needs "type" ({}), "question", "gold" and, for mcq, four "options".':
    'Frage {} von {} braucht „type“ ({}), „question“, „gold“ und, bei mcq, vier „options“.',
  'Question {} of {} has {} options; mcq has four, the others none.':
    'Frage {} von {} hat {} Möglichkeiten; mcq hat vier, die anderen keine.',
  'run.json of the recording has no id and name.': 'In run.json der Aufzeichnung fehlen Kennung und Name.',
  'There is no recorded run at {}.': 'Bei {} gibt es keinen aufgezeichneten Lauf.',
  'The recorded run at {} has no round in metrics.jsonl.':
    'Der aufgezeichnete Lauf bei {} hat in metrics.jsonl keine Runde.',
  'This is a recorded run; it can be played, not changed. Go live to do that.':
    'Das ist eine Aufzeichnung; sie lässt sich abspielen, nicht ändern. Trainieren Sie dafür selbst.',
}

const page: Sentences = {
  '{}: {} is not {}; {} is used.': '{}: {} passt nicht, nur {}; genommen wird {}.',
  'a number': 'eine Zahl',
  'one of {}': 'eines von {}',
  'a list of {}': 'eine Liste aus {}',
  'true or false': 'true oder false',
  '{}: {} was set to {} ({} to {}).': '{}: {} wurde auf {} gesetzt ({} bis {}).',
  '{}: {} was set to {}, as these weights are.': '{}: {} wurde auf {} gesetzt, wie es diese Gewichte sind.',
  '{}: {} is unknown and was left out.': '{}: {} ist unbekannt und wurde weggelassen.',
  '{}.{}: is unknown and was left out.': '{}.{}: ist unbekannt und wurde weggelassen.',
  '{}: is unknown and was left out.': '{}: ist unbekannt und wurde weggelassen.',
  'The link is of version {}; this page reads version {}.':
    'Der Link hat Version {}; diese Seite liest Version {}.',
  'preset: "{}" is unknown; default is used.': 'preset: „{}“ ist unbekannt; genommen wird default.',
  'seed: "{}" was set to {} (0 to 4294967295).': 'seed: „{}“ wurde auf {} gesetzt (0 bis 4294967295).',
  'seed: {} was set to {} (0 to 4294967295).': 'seed: {} wurde auf {} gesetzt (0 bis 4294967295).',
  'GPU memory: "{}" needs {} bytes ({}), {}. Choose a smaller model, batch or context.':
    'GPU-Speicher: „{}“ braucht {} Bytes ({}), {}. Wählen Sie ein kleineres Modell, weniger auf einmal oder einen kürzeren Kontext.',
  'The GPU device was lost: {}': 'Die GPU ist weg: {}',
  'The GPU device was lost ({}): {}': 'Die GPU ist weg ({}): {}',
  'The GPU refused a command, so its results cannot be trusted: {}':
    'Die GPU lehnte einen Befehl ab; ihren Ergebnissen ist nicht zu trauen: {}',
  'This device has no timestamp queries, so it cannot be profiled.':
    'Dieses Gerät misst keine Zeiten, darum lässt sich kein Profil machen.',
  'This browser does not let the page keep anything: {}. A private window often is the reason.':
    'Dieser Browser lässt die Seite nichts behalten: {}. Oft liegt es an einem privaten Fenster.',
  'This browser gives the page no place for files as large as a model; a private window often is the reason.':
    'Dieser Browser gibt der Seite keinen Platz für Dateien von der Größe eines Modells; oft liegt es an einem privaten Fenster.',
  'SPICE Lab is open in another tab, and only one of them can work. Close the other one; this tab then takes over.':
    'SPICE Lab ist in einem anderen Tab offen, und nur einer kann arbeiten. Schließen Sie den anderen; dann übernimmt dieser.',
  'The engine is not running in this tab.': 'Die Engine läuft in diesem Tab nicht.',
  'This is not a lesson: a lesson is a JSON object with title and steps.':
    'Das ist keine Lektion: eine Lektion ist ein JSON-Objekt mit title und steps.',
  'This lesson is of version {}; this page reads version {}.':
    'Diese Lektion hat Version {}; diese Seite liest Version {}.',
  'This lesson has no steps. Add one, with a title and a text.':
    'Diese Lektion hat keine Schritte. Fügen Sie einen hinzu, mit title und text.',
  'This file is not JSON, so it is no lesson.': 'Diese Datei ist kein JSON, also keine Lektion.',
  'The lesson in this link is broken: it was cut or changed on its way. Ask for it again.':
    'Die Lektion in diesem Link ist kaputt: er wurde unterwegs gekürzt oder verändert. Bitten Sie noch einmal darum.',
  'There is no lesson called "{}".': 'Es gibt keine Lektion „{}“.',
  'The graphics adapter refused to open a device: {}':
    'Die Grafikkarte weigerte sich, ein Gerät zu öffnen: {}',
  'Shader "{}" does not compile: {}': 'Der Shader „{}“ lässt sich nicht übersetzen: {}',
  'run.json of the recording could not be read: {}': 'run.json der Aufzeichnung ließ sich nicht lesen: {}',
  'The engine could not be started: {}': 'Die Engine konnte nicht gestartet werden: {}',
  'The measurement could not run: {}': 'Die Messung konnte nicht laufen: {}',
  'The check could not run: {}': 'Die Prüfung konnte nicht laufen: {}',
  'Checkpoint "{}" of the file: {}': 'Speicherpunkt „{}“ der Datei: {}',
  'The engine could not start: {}': 'Die Engine konnte nicht starten: {}',
  'The engine stopped: {}. Reload the page; the run goes on from its last checkpoint.':
    'Die Engine blieb stehen: {}. Laden Sie die Seite neu; der Lauf geht von seinem letzten Speicherpunkt weiter.',
  'its worker could not go on': 'ihr Worker konnte nicht weiter',
  'The engine was ended by the browser, which may have been short of memory. Reload the page; the run goes on from its last checkpoint.':
    'Der Browser hat die Engine beendet, vielleicht aus Mangel an Speicher. Laden Sie die Seite neu; der Lauf geht von seinem letzten Speicherpunkt weiter.',
  'The engine sent something that the page could not read. Reload the page.':
    'Die Engine schickte etwas, das die Seite nicht lesen konnte. Laden Sie die Seite neu.',
  'The engine was closed.': 'Die Engine wurde geschlossen.',
  "The page's own file {} is not there. Reload the page.":
    'Die eigene Datei {} der Seite ist nicht da. Laden Sie die Seite neu.',
  "The page's own file {} could not be loaded ({}). Check the connection, or open the page once while online.":
    'Die eigene Datei {} der Seite ließ sich nicht laden ({}). Prüfen Sie die Verbindung, oder öffnen Sie die Seite einmal mit Netz.',
  'There is no check called "{}".': 'Es gibt keine Prüfung „{}“.',
  '"{}" is no address of a server. It looks like http://localhost:8080/v1.':
    '„{}“ ist keine Adresse eines Servers. Sie sieht aus wie http://localhost:8080/v1.',
  'The server at {} has to be told which model to use; none was named.':
    'Dem Server bei {} muss man sagen, welches Modell er nehmen soll; keines wurde genannt.',
  "no answer ({}). Check the address and that the server allows this page's origin.":
    'keine Antwort ({}). Prüfen Sie die Adresse, und ob der Server die Herkunft dieser Seite erlaubt.',
  'answered {} {}.': 'antwortete {} {}.',
  'its answer is not a chat completion.': 'seine Antwort ist keine Fortsetzung eines Gesprächs.',
}

const models: Sentences = {
  'The model "{}" is not kept here. Bring it in again, under Models, by that name.':
    'Das Modell „{}“ ist nicht hier. Holen Sie es noch einmal herein, unter Modelle, mit diesem Namen.',
  'Only a part of the model "{}" is here. Go on with its download, under Models.':
    'Vom Modell „{}“ ist erst ein Teil hier. Laden Sie es unter Modelle weiter herunter.',
  '{} is not there any more: the browser has cleared it. Delete the model and bring it in again.':
    '{} ist nicht mehr da: der Browser hat es gelöscht. Löschen Sie das Modell und holen Sie es noch einmal herein.',
  'There is a model "{}" already. Delete it first, or rename the file.':
    'Ein Modell „{}“ gibt es schon. Löschen Sie es erst, oder benennen Sie die Datei um.',
  'There is a model "{}" already. Delete it first, to bring it in anew.':
    'Ein Modell „{}“ gibt es schon. Löschen Sie es erst, um es neu hereinzuholen.',
  'There is no room for {}: it has {} MB, and {} MB are free. Remove models, runs or corpora that are no longer needed.':
    'Für {} ist kein Platz: es hat {} MB, und {} MB sind frei. Löschen Sie Modelle, Läufe oder Korpora, die niemand mehr braucht.',
  'Models cannot be downloaded here.': 'Hier lassen sich keine Modelle herunterladen.',
  'Models of others cannot be kept here.': 'Hier lassen sich keine Modelle anderer behalten.',
  '{} could not be read.': '{} ließ sich nicht lesen.',
  'This run plays with the model "{}", and models of others cannot be opened here.':
    'Dieser Lauf spielt mit dem Modell „{}“, und Modelle anderer lassen sich hier nicht öffnen.',
  'The checkpoint is an adapter of rank {} and alpha {} on {} beside a published model. Train an adapter like it, or begin with the model itself.':
    'Der Speicherpunkt ist ein Adapter vom Rang {} mit Alpha {} an {} neben einem veröffentlichten Modell. Trainieren Sie einen wie diesen, oder beginnen Sie mit dem Modell selbst.',
  "A model of others does not know the compact prompts, which the lab's own learn in their warm start. Choose the prompts of the paper.":
    'Ein Modell anderer kennt die knappen Vorgaben nicht, die die eigenen beim Aufwärmen lernen. Wählen Sie die Vorgaben des Papers.',
  "The world of programs has prompts for the lab's own models alone. Play on passages.":
    'Die Welt der Programme hat nur Vorgaben für die eigenen Modelle. Spielen Sie mit Abschnitten.',
  "Examples of the warm start are for the lab's own models. Let the update learn from play.":
    'Beispiele des Aufwärmens sind für die eigenen Modelle. Lassen Sie aus dem Spiel lernen.',
  'A model of others has no warm start: its checkpoint cannot be begun with.':
    'Ein Modell anderer wärmt nicht auf: mit seinem Speicherpunkt kann man nicht beginnen.',
  '"{}" is not the model that this run began with, which was "{}". Give that one.':
    '„{}“ ist nicht das Modell, mit dem dieser Lauf begann; das war „{}“. Geben Sie jenes an.',
  'The checkpoint stands beside the model "{}": give that as its base.':
    'Der Speicherpunkt steht neben dem Modell „{}“: geben Sie es als Grundlage an.',
  "The lab's own checkpoints have no chat template; leave the chat out.":
    'Eigene Speicherpunkte haben keine Gesprächsvorlage; lassen Sie das Gespräch weg.',
  'The file is not a checkpoint of this lab: its metadata does not say so.':
    'Die Datei ist kein Speicherpunkt von hier: ihre Angaben sagen es nicht.',
  'The checkpoint does not say where its run stood.': 'Der Speicherpunkt sagt nicht, wo sein Lauf stand.',
  'The checkpoint has the state of an optimizer "{}", which is not known.':
    'Der Speicherpunkt hat den Zustand eines unbekannten Optimierers „{}“.',
  'The checkpoint says that {} optimizer steps were made.':
    'Der Speicherpunkt sagt, es seien {} Schritte des Optimierers gemacht.',
  'The model has {} layers, but the file only {} tensors.':
    'Das Modell hat {} Schichten, die Datei aber nur {} Tensoren.',
  'The checkpoint began with a published model, but does not say which.':
    'Der Speicherpunkt begann mit einem veröffentlichten Modell, sagt aber nicht, mit welchem.',
  'The checkpoint has an adapter, but does not say of which rank, scale and targets over what base.':
    'Der Speicherpunkt hat einen Adapter, sagt aber nicht, von welchem Rang, Maß und Ziel und über welcher Grundlage.',
  'The file lacks the tensor "{}".': 'Der Datei fehlt der Tensor „{}“.',
  'The model lacks the tensor "{}".': 'Dem Modell fehlt der Tensor „{}“.',
  'The tensor "{}" is [{}] in the file, but the model needs [{}].':
    'Der Tensor „{}“ ist [{}] in der Datei, das Modell braucht [{}].',
  'The file has a tensor "{}" that the model does not know.':
    'Die Datei hat einen Tensor „{}“, den das Modell nicht kennt.',
  'The file has a tensor "{}" that a {} model does not know.':
    'Die Datei hat einen Tensor „{}“, den ein {}-Modell nicht kennt.',
  "The checkpoint's model has {} tokens, its tokenizer {}.":
    'Das Modell des Speicherpunkts hat {} Token, sein Tokenizer {}.',
  "The model's rotary factors are not those of a published Llama 3, so no config.json can say them.":
    'Die Drehfaktoren des Modells sind nicht die eines veröffentlichten Llama 3, darum kann kein config.json sie sagen.',
  "This model cannot be written as one of transformers': {}.":
    'Dieses Modell lässt sich nicht als eines von transformers schreiben: {}.',
  'This model cannot be used: {}.': 'Dieses Modell lässt sich nicht verwenden: {}.',
  'This model cannot be used: its architecture is {}; {} can be used.':
    'Dieses Modell lässt sich nicht verwenden: seine Bauart ist {}; verwenden lassen sich {}.',
  'This model cannot be used: its config.json says model_type {}; {} can be used.':
    'Dieses Modell lässt sich nicht verwenden: sein config.json nennt model_type {}; verwenden lassen sich {}.',
  'Text for this model cannot be tokenized: {}.':
    'Text für dieses Modell lässt sich nicht in Token teilen: {}.',
  'Text for this model cannot be tokenized: its folder has no tokenizer.json.':
    'Text für dieses Modell lässt sich nicht in Token teilen: in seinem Ordner fehlt tokenizer.json.',
  'There are {} GGUF files; give one of them.': 'Es sind {} GGUF-Dateien; geben Sie eine davon.',
  '"{}" is a zip archive. Unpack it and give the folder or the GGUF file in it.':
    '„{}“ ist ein Zip-Archiv. Entpacken Sie es und geben Sie den Ordner oder die GGUF-Datei darin.',
  '"{}" is no GGUF file, and a single file of another kind is no whole model: give a GGUF file, or a folder with config.json, tokenizer.json and safetensors.':
    '„{}“ ist keine GGUF-Datei, und eine einzelne Datei anderer Art ist kein ganzes Modell: geben Sie eine GGUF-Datei, oder einen Ordner mit config.json, tokenizer.json und safetensors.',
  'The folder is no model: it has no config.json.': 'Der Ordner ist kein Modell: ihm fehlt config.json.',
  '{} has {} bytes, which no model needs.': '{} hat {} Bytes, und die braucht kein Modell.',
  '{} is not JSON: {}.': '{} ist kein JSON: {}.',
  "The model's {} is {}; it has to be a whole number from 1 to {}.":
    '{} des Modells ist {}; es muss eine ganze Zahl von 1 bis {} sein.',
  'The model has {} query heads and {} key/value heads; the second has to divide the first.':
    'Das Modell hat {} Köpfe für Anfragen und {} für Schlüssel und Werte; die zweite Zahl muss die erste teilen.',
  "The model's headDim is {}; attention reads four channels at once, so it has to be a multiple of 4.":
    'headDim des Modells ist {}; die Aufmerksamkeit liest vier Kanäle auf einmal, darum muss es ein Vielfaches von 4 sein.',
  "The model's {} is {}; it has to be a number above 0.":
    '{} des Modells ist {}; es muss eine Zahl über 0 sein.',
  "The model's ropeFactors have to be {} numbers from 1 to {}, one for each pair of channels.":
    'ropeFactors des Modells müssen {} Zahlen von 1 bis {} sein, eine je Paar von Kanälen.',
  "The model's {} is {}; it has to be true or false.": '{} des Modells ist {}; es muss true oder false sein.',
  "The adapter's rank is {}; it has to be a whole number from 1 to {}.":
    'Der Rang des Adapters ist {}; er muss eine ganze Zahl von 1 bis {} sein.',
  "The adapter's alpha is {}; it has to be a number above 0.":
    'Alpha des Adapters ist {}; es muss eine Zahl über 0 sein.',
  'The adapter has no target, so there is nothing to train.':
    'Der Adapter hat kein Ziel, darum gibt es nichts zu trainieren.',
  'This GGUF file cannot be read: {}.': 'Diese GGUF-Datei lässt sich nicht lesen: {}.',
  'This GGUF file cannot be read: its header is longer than {} MB.':
    'Diese GGUF-Datei lässt sich nicht lesen: ihr Kopf ist länger als {} MB.',
  '{}: the tensor "{}" is in another file of this model too.':
    '{}: der Tensor „{}“ steht auch in einer anderen Datei dieses Modells.',
  'The folder holds no safetensors file.': 'Im Ordner ist keine safetensors-Datei.',
  'model.safetensors.index.json does not say in which file each tensor is.':
    'model.safetensors.index.json sagt nicht, in welcher Datei jeder Tensor steht.',
  'The folder lacks the shard "{}".': 'Im Ordner fehlt das Stück „{}“.',
  'model.safetensors.index.json names no shard.': 'model.safetensors.index.json nennt kein Stück.',
  'The header of the weights file is not JSON: {}.':
    'Der Kopf der Datei mit den Gewichten ist kein JSON: {}.',
  'The header of the weights file is not a JSON object.':
    'Der Kopf der Datei mit den Gewichten ist kein JSON-Objekt.',
  'The weights file names "{}" twice.': 'Die Datei mit den Gewichten nennt „{}“ zweimal.',
  'The weights file has {} bytes; its header alone needs more. It may be cut off.':
    'Die Datei mit den Gewichten hat {} Bytes; schon ihr Kopf braucht mehr. Vielleicht wurde sie abgeschnitten.',
  'The weights file claims a header of {} bytes; it is no safetensors file.':
    'Die Datei mit den Gewichten will einen Kopf von {} Bytes haben; sie ist keine safetensors-Datei.',
  'The weights file claims a header of {} bytes but ends after {}. It may be cut off.':
    'Die Datei mit den Gewichten will einen Kopf von {} Bytes haben, endet aber nach {}. Vielleicht wurde sie abgeschnitten.',
  'The header of the weights file is not text.': 'Der Kopf der Datei mit den Gewichten ist kein Text.',
  'The metadata of the weights file is not an object of strings.':
    'Die Angaben der Datei mit den Gewichten sind kein Objekt aus Texten.',
  'The metadata "{}" of the weights file is not a string.':
    'Die Angabe „{}“ der Datei mit den Gewichten ist kein Text.',
  'Tensor "{}" of the weights file {}.': 'Tensor „{}“ der Datei mit den Gewichten: {}.',
  'Tensor "{}" of the weights file overlaps another.':
    'Tensor „{}“ der Datei mit den Gewichten überlappt einen anderen.',
  'The weights file has {} bytes before tensor "{}" that belong to nothing.':
    'Die Datei mit den Gewichten hat vor dem Tensor „{2}“ {1} Bytes, die zu nichts gehören.',
  'The weights file has {} bytes at its end that belong to nothing.':
    'Die Datei mit den Gewichten hat am Ende {} Bytes, die zu nichts gehören.',
  '"{}" names no model. Write owner/name, owner/name/file.gguf, or the address of a model\'s page or of a GGUF file.':
    '„{}“ nennt kein Modell. Schreiben Sie owner/name, owner/name/datei.gguf, oder die Adresse der Seite eines Modells oder einer GGUF-Datei.',
  "{} gives {} only to those who accepted its terms ({}). Accept them on the model's page, download the files there, and drop them here.":
    '{} gibt {} nur denen, die seine Bedingungen angenommen haben ({}). Nehmen Sie sie auf der Seite des Modells an, laden Sie die Dateien dort herunter, und legen Sie sie hier ab.',
  '{} has no {}, or it is private (401). Check the spelling; a private model has to be downloaded while logged in there, and dropped here.':
    '{} hat kein {}, oder es ist privat (401). Prüfen Sie die Schreibung; ein privates Modell muss angemeldet dort heruntergeladen und hier abgelegt werden.',
  '{} has no {} ({}). Check owner, name and file.':
    '{} hat kein {} ({}). Prüfen Sie Besitzer, Name und Datei.',
  '{} could not give {} just now ({}), asked several times. What has come is kept; go on in a while.':
    '{} konnte {} gerade nicht geben ({}), mehrmals gefragt. Was kam, bleibt; machen Sie nachher weiter.',
  '{} answered {} when asked for {}. What has come is kept.':
    '{} antwortete {}, gefragt nach {}. Was kam, bleibt.',
  '{} could not be reached for {} ({}). Check the connection and whether this page may ask that server; what has come is kept, and goes on from there.':
    '{} war für {} nicht zu erreichen ({}). Prüfen Sie die Verbindung, und ob diese Seite den Server fragen darf; was kam, bleibt, und von dort geht es weiter.',
  '{} ended {} after {} of {} bytes, several times. What has come is kept; go on in a while.':
    '{} brach {} nach {} von {} Bytes ab, mehrmals. Was kam, bleibt; machen Sie nachher weiter.',
  '{} is not what its server says it is: the hash differs. What came was thrown away; download it again, and distrust the network if it happens twice.':
    '{} ist nicht, was sein Server sagt: die Prüfsumme ist anders. Was kam, wurde verworfen; laden Sie es noch einmal, und misstrauen Sie dem Netz, wenn es zweimal geschieht.',
  '{} is longer than the {} bytes that its server says. What came was thrown away; download it again.':
    '{} ist länger als die {} Bytes, die sein Server nennt. Was kam, wurde verworfen; laden Sie es noch einmal.',
  'There is no room for {}: {} are still to come{}. Remove models, runs or corpora that are no longer needed, then go on; what has come is kept.':
    'Für {} ist kein Platz: {} kommen noch{}. Löschen Sie Modelle, Läufe oder Korpora, die niemand mehr braucht, und machen Sie dann weiter; was kam, bleibt.',
  ', and {} are free': ', und {} sind frei',
  "{} is no list of a model's files. Is it the address of a hub?":
    '{} ist keine Liste von Dateien eines Modells. Ist es die Adresse eines Hubs?',
  "{} is no list of a model's files ({}). Is it the address of a hub?":
    '{} ist keine Liste von Dateien eines Modells ({}). Ist es die Adresse eines Hubs?',
  '{} has no file {}.{}': '{} hat keine Datei {}.{}',
  ' It has {}.': ' Es hat {}.',
  '{} is one part of a GGUF file, and the lab reads whole ones. Name another file, or join the parts and drop the whole.':
    '{} ist ein Teil einer GGUF-Datei, und hier werden ganze gelesen. Nennen Sie eine andere Datei, oder fügen Sie die Teile zusammen und legen Sie das Ganze ab.',
  '{} has {} GGUF files. Name one of them, as {}/{}: {}.':
    '{} hat {} GGUF-Dateien. Nennen Sie eine, wie {}/{}: {}.',
  '{} has neither a GGUF file nor config.json with safetensors, so it is no model that the lab reads.':
    '{} hat weder eine GGUF-Datei noch config.json mit safetensors, also ist es kein Modell, das hier gelesen wird.',
  '{} does not say in which file each tensor is.': '{} sagt nicht, in welcher Datei jeder Tensor steht.',
  '{} names the shard {}, which is not there.': '{} nennt das Stück {}, und das ist nicht da.',
  'This model has no chat template: it is a base model, which goes on with a text.':
    'Dieses Modell hat keine Gesprächsvorlage: es ist ein Grundmodell, das einen Text fortsetzt.',
  'The model has {} tokens, but its tokenizer {}.': 'Das Modell hat {} Token, sein Tokenizer aber {}.',
  'The tokenizer names no token that ends a text, so no answer of this model would ever end.':
    'Der Tokenizer nennt kein Token, das einen Text beendet; keine Antwort dieses Modells würde je enden.',
  'This tokenizer cannot be read: its files are not there.':
    'Dieser Tokenizer lässt sich nicht lesen: seine Dateien sind nicht da.',
  'This tokenizer cannot be read: {}.': 'Dieser Tokenizer lässt sich nicht lesen: {}.',
  "The model's chat template cannot be used: {}.":
    'Die Gesprächsvorlage des Modells lässt sich nicht verwenden: {}.',
  "The model's chat template leaves out {} of {} messages.":
    'Die Gesprächsvorlage des Modells lässt {} von {} Nachrichten weg.',
}

const alarms: Sentences = {
  '{} See episode {} of round {}.': '{} Siehe Episode {} von Runde {}.',
  'A number of this round is not finite. Lower the learning rate and go on from an older checkpoint.':
    'Eine Zahl dieser Runde ist nicht endlich. Senken Sie die Lernrate und machen Sie von einem älteren Speicherpunkt weiter.',
  'Only {} of the questions are valid: warm-start longer or turn gates off.':
    'Nur {} der Fragen sind gültig: wärmen Sie länger auf, oder schalten Sie Prüfungen ab.',
  '{} of the questions are repeats: add passages, or play fewer rounds.':
    '{} der Fragen sind Wiederholungen: legen Sie Abschnitte dazu, oder spielen Sie weniger Runden.',
  'Entropy fell from {} to {} nats a token: completions hardly vary. Lower the learning rate.':
    'Die Entropie fiel von {} auf {} Nat je Token: die Texte unterscheiden sich kaum noch. Senken Sie die Lernrate.',
  'The Challenger earns more while the probe fell from {} to {}: read the episodes for questions that are no questions, and turn gates on.':
    'Der Challenger verdient mehr, während die Prüffragen von {} auf {} fielen: suchen Sie in den Episoden nach Fragen, die keine sind, und schalten Sie Prüfungen ein.',
  '{} of the groups carry no signal: the questions are all too easy or all too hard.':
    '{} der Gruppen tragen kein Signal: die Fragen sind alle zu leicht oder alle zu schwer.',
  'Questions of two answers are answered at {}, as by a coin, and paid the most: turn chance correction on.':
    'Fragen mit zwei Antworten werden zu {} richtig beantwortet, wie von einer Münze, und am besten bezahlt: schalten Sie „Raten herausrechnen“ ein.',
  '{} of {} gold answers are wrong, by a solver: turn the gates "Follows" or "Solved" on.':
    '{} von {} Lösungen sind falsch, wie ein Löser findet: schalten Sie die Prüfung „Folgt“ oder „Gelöst“ ein.',
  '{} of the valid questions hold their own answer: turn the gate "No leak" on.':
    '{} der gültigen Fragen enthalten ihre eigene Antwort: schalten Sie die Prüfung „Verrät nichts“ ein.',
  "{} of the Challenger's groups carry no signal, such as those in which all is invalid: warm-start longer, or allow more tries.":
    '{} der Gruppen des Challengers tragen kein Signal, etwa weil alles darin ungültig ist: wärmen Sie länger auf, oder erlauben Sie mehr Versuche.',
  'Multiple choice is answered at {}, no better than by guessing, and paid all the same: turn chance correction on.':
    'Auswahlfragen werden zu {} richtig beantwortet, nicht besser als geraten, und doch bezahlt: schalten Sie „Raten herausrechnen“ ein.',
}

export const sentences: Sentences = { ...alarms, ...files, ...runs, ...page, ...models }
