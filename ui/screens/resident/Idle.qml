import QtQuick
import "../../theme"
import "../../widgets"

// The whole menu at a glance: what can be had now, what it costs, what changes soon, what to bring, one large button.
Item {
    id: page
    required property var view
    readonly property int count: view.certificates.length
    readonly property int columns: count > 3 ? 2 : 1
    readonly property int lines: Math.ceil(count / columns)

    Column {
        id: heading
        x: Theme.mm(Theme.margin)
        y: Theme.mm(5)
        width: parent.width - 2 * x

        Prose {
            words: page.view.title
            em: 12
            font.bold: true
            width: parent.width
            leading: 1.2
            color: Theme.brand
        }
        OneLine {
            words: page.view.lead
            em: 7
            width: parent.width
            color: Theme.inkSoft
        }
    }
    Announcements {
        id: news
        lines: page.view.announcements
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(visible ? 3 : 0)
    }
    Grid {
        id: menu
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.top: news.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.mm(4)
        columns: page.columns
        spacing: Theme.mm(3)

        Repeater {
            model: page.view.certificates
            delegate: OfferLine {
                required property var modelData
                offer: modelData
                japaneseFirst: page.view.japaneseFirst
                nameEm: page.columns === 1 ? 10 : page.view.japaneseFirst ? 8 : 7.2
                width: (menu.width - (page.columns - 1) * menu.spacing) / page.columns
                height: Math.min(Theme.mm(40), (menu.height - (page.lines - 1) * menu.spacing) / page.lines)
            }
        }
    }
    Column {
        id: foot
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(6)
        spacing: Theme.mm(4)

        Loader {
            active: page.view.registration.name !== undefined
            visible: active
            width: parent.width
            sourceComponent: RegistrationLine {
                registration: page.view.registration
                slim: news.visible
            }
        }
        Row {
            width: parent.width
            height: Theme.mm(36)
            spacing: Theme.mm(7)

            Column {
                id: bring
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.mm(1.5)
                Repeater {
                    model: page.view.things
                    delegate: Row {
                        id: thing
                        required property var modelData
                        spacing: Theme.mm(3)
                        Picture {
                            kind: thing.modelData.picture
                            width: Theme.mm(17)
                            height: Theme.mm(10.5)
                        }
                        OneLine {
                            words: thing.modelData.label
                            em: 6.6
                            width: Theme.mm(65)
                            anchors.verticalCenter: parent.verticalCenter
                        }
                    }
                }
            }
            Item {
                width: parent.width - bring.width - parent.spacing
                height: parent.height

                Pressable {
                    id: start
                    objectName: "start"
                    visible: text !== ""
                    text: page.view.start
                    press: "start"
                    anchors.fill: parent
                    ground: Theme.primary
                    groundDown: Theme.primaryPressed
                    edgeWidth: 0
                    edge: Theme.primary
                    corner: 5
                    contentItem: OneLine {
                        words: start.text
                        em: start.text.length > 8 ? 10 : 16
                        font.bold: true
                        color: Theme.inkOnPrimary
                        horizontalAlignment: Text.AlignHCenter
                    }
                }
                Banner {
                    words: page.view.closed
                    tone: "warn"
                    em: page.view.silent ? Theme.body : 10
                    width: parent.width
                    anchors.verticalCenter: parent.verticalCenter
                }
            }
        }
    }
}
