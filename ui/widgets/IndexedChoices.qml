import QtQuick
import Komado
import "../theme"

// Many like choices under the tabs of an index on the left; few choices stand there without one.
Item {
    id: choices
    required property var groups // of { label, entries }
    property string press: ""
    property real entryEm: 9
    property real entryHeight: 27
    property int at: 0
    readonly property bool indexed: groups.length > 1
    readonly property bool longTabs: groups.some(group => group.label.length > 10)
    readonly property int indexColumns: groups.length > 6 ? 2 : 1
    readonly property int indexLines: Math.ceil(groups.length / indexColumns)
    readonly property var shown: groups[Math.min(at, groups.length - 1)].entries
    onGroupsChanged: at = 0

    Grid {
        id: index
        visible: choices.indexed
        width: visible ? Theme.mm(66) : 0
        height: parent.height
        columns: choices.indexColumns
        spacing: Theme.mm(3)

        Repeater {
            model: choices.indexed ? choices.groups : []
            delegate: BigButton {
                required property int index
                required property var modelData
                objectName: "group-" + (index + 1)
                text: modelData.label
                em: choices.indexColumns === 2 ? 10 : choices.longTabs ? 6.4 : 7.4
                role: index === choices.at ? "primary" : "secondary"
                leftPadding: Theme.mm(2)
                rightPadding: Theme.mm(2)
                width: (choices.children[0].width - (choices.indexColumns - 1) * Theme.mm(3)) / choices.indexColumns
                height: Math.min(Theme.mm(24), (choices.height - (choices.indexLines - 1) * Theme.mm(3)) / choices.indexLines)
                onClicked: { Kiosk.touch(); choices.at = index }
            }
        }
    }
    ScrollArea {
        id: list
        anchors.left: index.right
        anchors.leftMargin: Theme.mm(choices.indexed ? 7 : 0)
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom

        Grid {
            columns: 3
            spacing: Theme.mm(3.5)

            Repeater {
                model: choices.shown
                delegate: Pressable {
                    id: entry
                    required property var modelData
                    objectName: modelData.name
                    text: modelData.label
                    press: choices.press
                    argument: modelData.argument
                    width: Math.floor((list.room - Theme.mm(7)) / 3)
                    readonly property bool oneWord: text.indexOf(" ") < 0
                    height: Theme.mm(choices.entryHeight)
                    Accessible.description: modelData.detail
                    contentItem: Item {
                        Column {
                            width: parent.width - Theme.mm(2)
                            anchors.centerIn: parent

                            OneLine {
                                words: entry.oneWord ? entry.text : ""
                                em: choices.entryEm
                                font.bold: true
                                color: Theme.primary
                                width: parent.width
                                horizontalAlignment: Text.AlignHCenter
                                Accessible.ignored: true
                            }
                            Prose {
                                words: entry.oneWord ? "" : entry.text
                                em: entry.text.length > 13 ? 6.6 : Math.min(7.5, choices.entryEm)
                                leading: 1.15
                                font.bold: true
                                color: Theme.primary
                                width: parent.width
                                horizontalAlignment: Text.AlignHCenter
                                Accessible.ignored: true
                            }
                            OneLine {
                                words: entry.modelData.detail
                                em: Theme.small
                                color: Theme.inkSoft
                                width: parent.width
                                horizontalAlignment: Text.AlignHCenter
                                Accessible.ignored: true
                            }
                        }
                    }
                }
            }
        }
    }
}
