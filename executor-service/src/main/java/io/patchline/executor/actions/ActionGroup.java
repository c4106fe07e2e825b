package io.patchline.executor.actions;

import io.patchline.patch.PatchAction;
import java.util.ArrayList;
import java.util.List;

/** A part of a patch's actions that is carried out as one. */
sealed interface ActionGroup {

    /** The index of its first action in the patch. */
    int firstIndex();

    /** File actions that follow one another: all of them are carried out, or none. */
    record FileChanges(int firstIndex, List<PatchAction> actions) implements ActionGroup {
        public FileChanges {
            actions = List.copyOf(actions);
        }
    }

    /** One command. */
    record Command(int firstIndex, PatchAction.RunCommand command) implements ActionGroup {}

    /** The actions in order. */
    static List<ActionGroup> of(List<PatchAction> actions) {
        List<ActionGroup> groups = new ArrayList<>();
        int index = 0;
        while (index < actions.size()) {
            if (actions.get(index) instanceof PatchAction.RunCommand command) {
                groups.add(new Command(index, command));
                index++;
            } else {
                int end = endOfFileActions(actions, index);
                groups.add(new FileChanges(index, actions.subList(index, end)));
                index = end;
            }
        }
        return List.copyOf(groups);
    }

    private static int endOfFileActions(List<PatchAction> actions, int from) {
        int end = from;
        while (end < actions.size() && !(actions.get(end) instanceof PatchAction.RunCommand)) {
            end++;
        }
        return end;
    }
}
